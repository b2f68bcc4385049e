"""Ways out of the sandbox, each tried by a program. None may get out, hang, or take the machine with it."""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import socket
import stat
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.runs import Limits, Ran
from core.terminal import clean
from sandbox.seccomp import refused_calls
from tests.sandbox.programs import SHORT, Bench, needs_bubblewrap, p, processes_with

pytestmark = needs_bubblewrap
SECRET = "a-key-that-no-program-may-see"
QUICK = replace(SHORT, wall_s=3, cpu_s=2, memory_mb=200)


def attempt(body: str) -> str:
    """A program that says whether it got out: ``ESCAPED`` when the body runs to its end, ``refused`` when it raises."""
    return (
        "import ctypes, os, socket, sys\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "def need(result):\n"
        "    if result == -1: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))\n"
        "    return result\n"
        "def attempt():\n"
        f"{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
        "try:\n    attempt()\nexcept BaseException as error:\n    print('refused', type(error).__name__, error)\n"
        "else:\n    print('ESCAPED')\n"
    )


def call(name: str, *arguments: str) -> str:
    """A system call of this name; one that the processor does not have is refused as well."""
    return f"need(libc.syscall({', '.join([str(refused_calls().get(name, 999_999)), *arguments])}))"


OUTSIDE = Path("/var/tmp/gpiot-escaped")
REFUSED = {
    "connect to the internet": "socket.create_connection(('1.1.1.1', 53), 1)",
    "connect to this machine": "socket.create_connection(('127.0.0.1', PORT), 1)",
    "ask for a name": "socket.getaddrinfo('example.com', 80)",
    "send a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.1', 53))",
    "raw packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "the hypervisor's sockets": "socket.socket(40, socket.SOCK_STREAM)",
    "an abstract socket of the host": "socket.socket(socket.AF_UNIX).connect(chr(0) + 'gpiot-test-PORT')",
    "a socket file of the host": "socket.socket(socket.AF_UNIX).connect('SOCKET')",
    "the sockets of /run": "os.listdir('/run')",
    "read /root": "open('/root/.bashrc').read()",
    "list HOME": "assert os.listdir('HOME'); assert set(os.listdir('HOME')) - {'.pyenv', '.venv', '.local'}",
    "read the password file": "open('/etc/passwd').read()",
    "read a neighbour of the project": "open('SECRET').read()",
    "write to a neighbour of the project": "open('SECRET', 'w').write('x')",
    "write to the system": "open('/usr/bin/x', 'w')",
    "write to the root": "open('/x', 'w')",
    "write to /dev": "open('/dev/x', 'w')",
    "write to /var": f"open('{OUTSIDE}', 'w')",
    "write to the interpreter": "open(os.path.join(sys.base_prefix, 'x'), 'w')",
    "write to the project": "open('PROJECT/main.py', 'a')",
    "delete the project": "os.remove('PROJECT/main.py')",
    "write to the data": "open('DATA/a', 'a')",
    "change the data's mode": "os.chmod('DATA/a', 0o777)",
    "read through a link": "os.symlink('SECRET', 'link'); open('link').read()",
    "write through a link": "os.symlink('SECRET', 'link2'); open('link2', 'w')",
    "a hard link to the project": "os.link('PROJECT/main.py', 'hard')",
    "a hard link to the data": "os.link('DATA/a', 'hard')",
    "another process's memory": "open('/proc/HOSTPID/mem', 'rb')",
    "another process's environment": "open('/proc/HOSTPID/environ').read()",
    "our environment, by any process": """
        for n in filter(str.isdigit, os.listdir('/proc')):
            assert 'SECRETKEY' in open(f'/proc/{n}/environ').read()
    """,
    "our environment, by inheritance": "assert 'SECRETKEY' in str(os.environ)",
    "trace its parent": "need(libc.ptrace(16, os.getppid(), 0, 0))",
    "a signal to us": "os.kill(HOSTPID, 0)",
    "a signal to its group's others": "os.killpg(HOSTPID, 0)",
    "become the administrator": "os.setuid(0)",
    "become another user": "os.setresuid(1000, 1000, 1000)",
    "gain by a setuid program": "assert os.system('su -c true 2>/dev/null') == 0",
    "more capabilities": "assert int(open('/proc/self/status').read().split('CapEff:')[1].split()[0], 16)",
    "new privileges": "assert 'NoNewPrivs:\\t0' in open('/proc/self/status').read()",
    "a disk": "assert [n for n in os.listdir('/dev') if n.startswith(('sd', 'vd', 'nvme', 'loop', 'dm'))]",
    "a device node": "os.mknod('node', 0o600 | 0o060000, os.makedev(8, 0)); open('node')",
    "memory of the machine": "open('/dev/mem', 'rb')",
    "the kernel's log": "open('/dev/kmsg')",
    "virtual machines": "open('/dev/kvm')",
    "mount": "need(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None))",
    "unmount": "need(libc.umount2(b'/usr', 2))",
    "make it writable again": "need(libc.mount(None, b'/', None, 32 | 4096, None))",
    "a user name space of its own": "need(libc.unshare(0x10000000))",
    "a mount name space by clone": "need(libc.syscall(CLONE, 0x00020000 | 17, 0, 0, 0, 0))",
    "another name space": "need(libc.setns(os.open('/proc/1/ns/net', 0), 0))",
    "chroot": "os.chroot('/tmp')",
    "kernel keys": call("keyctl", "0", "-3", "1"),
    "a kernel key of its own": call("add_key", "b'user'", "b'k'", "b'v'", "1", "-4"),
    "io_uring": call("io_uring_setup", "8", "ctypes.create_string_buffer(256)"),
    "BPF": call("bpf", "0", "ctypes.create_string_buffer(256)", "256"),
    "performance counters": call("perf_event_open", "ctypes.create_string_buffer(256)", "0", "-1", "-1", "0"),
    "page faults of its own": call("userfaultfd", "0"),
    "a kernel module": call("init_module", "b'x'", "1", "b''"),
    "memory that no process shows": call("memfd_create", "b'x'", "0"),
    "the clock": "import time; time.clock_settime(time.CLOCK_REALTIME, 0)",
    "restart": "need(libc.reboot(0x01234567))",
    "the name of the machine": "socket.sethostname('x'); assert socket.gethostname() == 'HOSTNAME'",
    "the host's name": "assert socket.gethostname() == 'HOSTNAME'",
    "settings of the kernel": "open('/proc/sys/kernel/core_pattern', 'w')",
    "the host's processes": "assert len([n for n in os.listdir('/proc') if n.isdigit()]) > 4",
    "the magic key": "open('/proc/sysrq-trigger', 'w')",
    "a core dump": "import resource; resource.setrlimit(resource.RLIMIT_CORE, (1, 1))",
    "higher limits": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (100_000, 100_000))",
    "precedence": "os.nice(-5)",
    "real time": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "keystrokes for our terminal": "import fcntl; fcntl.ioctl(os.open('/dev/tty', os.O_RDWR), 0x5412, b'x')",
    "keystrokes for any terminal": "import fcntl, pty; a, b = pty.openpty(); fcntl.ioctl(b, 0x5412, b'x')",
    "a session of the host's terminal": "assert os.isatty(0) or os.isatty(1)",
    "descriptors that we left open": """
        names = [os.readlink(f'/proc/self/fd/{n}') for n in range(256) if os.path.lexists(f'/proc/self/fd/{n}')]
        assert len(names) > 4
        ours = ('/dev/null', '/memfd:gpiot', 'pipe:', '/proc/')
        assert [name for name in names if not name.startswith(ours) and 'gpiot-result-' not in name and '/#' not in name]
    """,
    "our temporary files": "assert [n for n in os.listdir('/tmp') if 'SECRETNAME' in n]",
}  # fmt: skip


@pytest.fixture(scope="module")
def host() -> Iterator[dict[str, str]]:
    """Things of the host that a program might reach: listeners, a socket file, our process."""
    with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as abstract, socket.socket(socket.AF_UNIX) as file:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        port = tcp.getsockname()[1]
        abstract.bind(f"\0gpiot-test-{port}")
        abstract.listen()
        path = Path(f"/var/tmp/gpiot-test-{port}.sock")
        file.bind(str(path))
        file.listen()
        # Not in /tmp: a private one hides whatever a program does there.
        secret = Path(f"/var/tmp/gpiot-secret-{port}")
        secret.write_text(SECRET)
        found = {"PORT": str(port), "SOCKET": str(path), "SECRET": str(secret)}
        yield {**found, "HOSTPID": str(os.getpid()), "HOSTNAME": socket.gethostname()}
        path.unlink()
        secret.unlink()


async def test_what_the_kernel_or_the_walls_refuse(
    walled: Bench, host: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them in as many programs, four at a time."""
    monkeypatch.setenv("GPIOT_SECRET", SECRET)
    data = walled.root / "data"
    data.mkdir()
    (data / "a").write_text("1")
    secret = Path(host["SECRET"])
    names = {
        "SECRETKEY": SECRET, "SECRETNAME": secret.name, **host, "DATA": str(data),
        "HOME": str(Path.home()), "CLONE": "220" if os.uname().machine == "aarch64" else "56",
    }  # fmt: skip
    gate = asyncio.Semaphore(4)

    async def tried(number: int, body: str) -> Ran:
        async with gate:
            own = Bench(walled.root / str(number), walled.isolation, QUICK)
            own.root.mkdir()
            for name, value in {**names, "PROJECT": str(own.project)}.items():
                body = body.replace(name, value)
            return await own.main(attempt(body), data=(data,))

    rans = await asyncio.gather(*(tried(number, body) for number, body in enumerate(REFUSED.values())))
    ends = {name: ran.printed.strip() for name, ran in zip(REFUSED, rans, strict=True)}
    assert {name: said for name, said in ends.items() if not said.startswith("refused")} == {}
    assert {name: said for name, said in ends.items() if "SyntaxError" in said or "NameError" in said} == {}
    assert len(ends) >= 30
    assert [path.read_text() for path in (secret, data / "a")] == [SECRET, "1"]
    assert gone(OUTSIDE)


def gone(path: Path) -> bool:
    return not path.exists()


async def bomb(walled: Bench, text: str, limits: Limits = QUICK) -> Ran:
    start = time.monotonic()
    ran = await walled.step(text, limits=limits)
    # Two seconds on a machine of one's own; others may be working here.
    assert time.monotonic() - start < limits.wall_s + 10
    assert processes_with(str(walled.project)) == []
    return ran


# Bounded: where nothing held it, the machine would still have room.
_FORKS = "import os, time\nfor _ in range(12):\n    try: os.fork()\n    except OSError: pass\ntime.sleep(60)"


async def test_a_fork_bomb(walled: Bench) -> None:
    ran = await bomb(walled, _FORKS)
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("limit", 1)
    assert "32 processes and threads" in ran.fault.reason


async def test_a_thread_bomb(walled: Bench) -> None:
    text = "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,)).start()"
    ran = await bomb(walled, text)
    assert ran.fault is not None
    assert ran.fault.kind == "limit"
    assert "processes" in ran.fault.reason


async def test_a_memory_bomb(walled: Bench) -> None:
    ran = await bomb(walled, "held = []\nwhile True:\n    held.append(bytearray(b'x' * 10**6))")
    assert ran.fault is not None
    assert ran.fault.kind == "limit"
    assert "200 MB of memory" in ran.fault.reason
    assert "step_1_it.py" in ran.fault.reason


async def test_a_memory_bomb_of_many_small_processes(walled: Bench) -> None:
    text = """
        import os, time
        for _ in range(10):
            if os.fork() == 0:
                held = bytearray(os.urandom(40 * 10**6))
                time.sleep(60)
        time.sleep(60)
    """
    ran = await bomb(walled, text)
    assert ran.fault is not None
    assert "200 MB of memory" in ran.fault.reason


async def test_memory_that_processes_share_is_counted_once(walled: Bench) -> None:
    text = """
        import os, time
        held = bytearray(os.urandom(60 * 10**6))
        for _ in range(5):
            if os.fork() == 0:
                time.sleep(0.5)
                os._exit(0)
        for _ in range(5):
            os.wait()
    """
    ran = await bomb(walled, text)
    assert ran.ok
    assert 60 < ran.measured.peak_mb < 150


async def test_one_allocation_that_is_far_too_large(walled: Bench) -> None:
    ran = await bomb(walled, "bytearray(10**12)")
    assert ran.fault is not None
    assert ran.fault.reason == "out of memory (the limit is 200 MB): MemoryError (step_1_it.py, line 2)"


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", "."])
async def test_a_disk_filler(walled: Bench, place: str) -> None:
    text = f"n = 0\nwhile True:\n    n += 1\n    open(f'{place}/{{n}}', 'wb').write(b'x' * 4 * 10**6)"
    ran = await bomb(walled, text)
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("limit", 1)
    assert sum(path.stat().st_size for path in walled.output.iterdir()) < 2e9


async def test_one_file_that_is_too_large(walled: Bench) -> None:
    ran = await bomb(walled, "with open('x', 'wb') as f:\n    f.truncate(10**13)")
    assert ran.fault is not None
    assert ran.fault.reason.startswith("a file grew over the limit on what may be written")


async def test_files_without_end(walled: Bench) -> None:
    ran = await bomb(
        walled, "n = 0\nwhile True:\n    n += 1\n    open(str(n), 'w').close()", replace(QUICK, cpu_s=9, wall_s=9)
    )
    assert ran.fault is not None
    assert ran.fault.kind == "limit"


async def test_a_folder_too_deep_to_walk(walled: Bench) -> None:
    ran = await bomb(
        walled, "import os\nfor _ in range(3000):\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)\nwhile True: pass"
    )
    assert ran.fault is not None
    assert ran.fault.kind == "limit"
    assert list(walled.output.iterdir()) == []


async def test_descriptors_without_end(walled: Bench) -> None:
    ran = await bomb(walled, "held = []\nwhile True:\n    held.append(open('/dev/null'))")
    assert ran.fault is not None
    assert ran.fault.reason.startswith("too many open files")


async def test_a_daemon_left_behind(walled: Bench) -> None:
    text = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep", "77.125"])
            os._exit(0)
        time.sleep(0.2)
    """
    assert (await bomb(walled, text)).ok
    assert processes_with("77.125") == []


async def test_deaf_to_every_signal(walled: Bench) -> None:
    text = """
        import signal
        for n in range(1, 64):
            try: signal.signal(n, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
    """
    ran = await bomb(walled, text, replace(QUICK, cpu_s=1, wall_s=20))
    assert ran.fault is not None
    assert ran.fault.reason == "over the limit of 1 s of processor time, in it"


async def test_ten_gigabytes_of_output(walled: Bench) -> None:
    text = "import os\nblock = b'x' * 10**6\nfor _ in range(10**4):\n    os.write(1, block)"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = await walled.main(text, replace(QUICK, wall_s=40, cpu_s=40))
    assert ran.ok
    assert len(ran.printed) < 1.1e6
    assert ran.printed.endswith("[9999.0 MB more printed and dropped]\n")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


async def test_escape_sequences_are_kept_for_the_screen_to_clean(walled: Bench) -> None:
    ran = await walled.main("print('\\x1b]0;title\\x07\\x1b[2Jred')")
    assert ran.printed == "\x1b]0;title\x07\x1b[2Jred\n"
    assert clean(ran.printed) == "]0;title[2Jred\n"


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"touch {OUTSIDE}",)


@pytest.mark.parametrize("start", [b"", b"gpiot result 1\n\x05\0\0\0\0\0\0\0"])
async def test_a_result_that_is_a_pickle_bomb(walled: Bench, start: bytes) -> None:
    text = f"""
        import os
        for n in range(3, 30):
            try: os.write(n, {start + pickle.dumps(Bomb())!r})
            except OSError: pass
        os._exit(0)
    """
    ran = await walled.step(text, p("answer", "int"))
    assert (ran.state, ran.result) == ("failed", None)
    assert gone(OUTSIDE)


async def test_a_kept_value_that_is_a_pickle_bomb_goes_off_inside(walled: Bench) -> None:
    kept = walled.root / "kept"
    kept.mkdir()
    (kept / "1.0.inputs").write_bytes(pickle.dumps(Bomb()))
    await walled.step("return 1", p("answer", "int"))
    with pytest.raises(Exception, match=r"cannot be read|kept"):
        await walled.step("return 1", p("answer", "int"), kept=kept, only=1)
    assert gone(OUTSIDE)


async def test_reports_that_the_program_forges(walled: Bench) -> None:
    text = """
        import os
        lies = [b'not json', b'[' * 100000, b'{"event": "fault", "kind": "nonsense"}', b'{"event": "step", "subtask": 99}',
                b'{"event": "done", "subtask": 1, "seconds": 1e999}', b'{"event": "end", "peak_mb": "x", "steps": [[1, []]]}',
                b'x' * 10**6]
        for n in range(3, 10):
            for lie in lies:
                try: os.write(n, lie + b'\\n')
                except OSError: pass
        for n in range(3, 10):
            try: os.write(n, b'{}\\n' * 100000)
            except OSError: pass
    """
    ran = await walled.step(text)
    assert ran.state in ("done", "failed")
    assert all(0 <= seconds < 60 for seconds in ran.measured.steps.values())
    assert ran.measured.peak_mb < 500


async def test_links_pipes_and_setuid_files_do_not_stay_in_the_output_folder(walled: Bench) -> None:
    walled.output.mkdir()
    (walled.output / "mine").symlink_to("/etc/hostname")
    text = """
        import os, shutil, socket
        os.symlink('/etc/passwd', 'result.json')
        os.mkdir('d')
        os.symlink('/etc', 'd/etc')
        os.mkfifo('pipe')
        socket.socket(socket.AF_UNIX).bind('sock')
        shutil.copy('/bin/true', 'tool')
        os.chmod('tool', 0o6755)
    """
    ran = await walled.step(text)
    assert ran.ok
    assert sorted(path.name for path in walled.output.rglob("*")) == ["d", "mine", "tool"]
    assert stat.S_IMODE((walled.output / "tool").stat().st_mode) == 0o755
    assert "removed from the output folder" in ran.printed


async def test_the_event_loop_goes_on_meanwhile(walled: Bench) -> None:
    """Neither a flood of output nor the watching holds the loop up for long."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            start = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - start)

    ticking = asyncio.create_task(tick())
    await bomb(walled, "import os\nwhile True: os.write(1, b'x' * 10**6)")
    ticking.cancel()
    assert longest < 1
    assert threading.active_count() < 10
