"""The walls around a program: bubblewrap, or nothing but limits where a person has asked for that by name."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from core.errors import SandboxError
from core.runs import Limits
from sandbox.job import Interpreter, Job

INSIDE = Path(__file__).parent / "inside"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
_SETTINGS = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives")
_THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB", "NUMBA")
_MOST_THREADS = 4
_INSTALLING = "Install bubblewrap (apt install bubblewrap, dnf install bubblewrap or pacman -S bubblewrap)"
_UNSAFE = "with --unsafe-no-sandbox programs run with limits only, and can then read and change all that you can"


class Isolation(Protocol):
    """How a program is shut in.

    name: as ``Ran.isolation`` says it
    depth: how many generations of processes stand between the one that is started and the program's own
    counts_processes: the kernel can count this program's processes by themselves
    """

    @property
    def name(self) -> str:  # noqa: D102 - see above
        ...

    @property
    def depth(self) -> int:  # noqa: D102
        ...

    @property
    def counts_processes(self) -> bool:  # noqa: D102
        ...

    def command(self, job: Job, interpreter: Interpreter, limits: Limits, descriptors: Mapping[str, int]) -> list[str]:
        """The command that runs the job; it inherits ``descriptors``: ``job``, and ``filter`` where there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """No network, a read-only system, private /tmp and /proc, no capabilities, no home folder, nobody else's processes.

    own_user: whether the program gets a user name space of its own
    """

    program: Path
    own_user: bool = True
    name: str = "bubblewrap"
    depth: int = 2

    @property
    def counts_processes(self) -> bool:
        """Since Linux 5.14 they are counted by name space; the system's administrator is never held to it."""
        release = tuple(int(part) for part in platform.release().split("-")[0].split(".")[:2])
        return self.own_user and os.getuid() != 0 and release >= (5, 14)

    def command(self, job: Job, interpreter: Interpreter, limits: Limits, descriptors: Mapping[str, int]) -> list[str]:
        """bubblewrap, its walls, and the driver behind them."""
        filtered = ["--seccomp", str(descriptors["filter"])] if "filter" in descriptors else []
        return [
            str(self.program),
            *_walls(self.own_user),
            *filtered,
            *(part for name, value in environment().items() for part in ("--setenv", name, value)),
            *_system(limits),
            *_own(job, interpreter),
            *(_devices() if job.gpu else ()),
            *("--remount-ro", "/dev", "--remount-ro", "/proc", "--remount-ro", "/"),
            *("--chdir", str(job.output.absolute())),
            *driver(interpreter, Path("/gpiot/inside"), descriptors),
        ]


@dataclass(frozen=True, slots=True)
class LimitsOnly:
    """No walls: the program may do what its user may. Only its resources are limited, and all it starts ends with it."""

    name: str = "limits only"
    depth: int = 1
    counts_processes: bool = False

    def command(self, job: Job, interpreter: Interpreter, limits: Limits, descriptors: Mapping[str, int]) -> list[str]:  # noqa: ARG002 - no walls depend on them
        """The warden, and the driver below it."""
        warden = [str(interpreter.python), "-I", "-B", str(INSIDE / "warden.py"), str(os.getpid())]
        return [*warden, *driver(interpreter, INSIDE, descriptors)]


def find_isolation() -> Isolation:
    """bubblewrap, where it is installed and works; raises SandboxError that says what to do where it is not."""
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(
            "Generated programs run only in a sandbox, and bubblewrap is not installed", f"{_INSTALLING}; {_UNSAFE}."
        )
    return _tried(Path(program))


def driver(interpreter: Interpreter, inside: Path, descriptors: Mapping[str, int]) -> list[str]:
    """The command of the driver, where it stands and however the program is shut in."""
    return [str(interpreter.python), "-I", "-B", "-u", str(inside), str(descriptors["job"])]


def environment() -> dict[str, str]:
    """All that the program sees of an environment: nothing of ours."""
    threads = str(min(_MOST_THREADS, os.cpu_count() or 1))
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp",  # noqa: S108 - a private one
        "USER": "user",
        "LOGNAME": "user",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        **{f"{library}_NUM_THREADS": threads for library in _THREADS},
    }


@cache
def _tried(program: Path) -> Isolation:
    """Try once: some systems forbid ordinary users the name spaces that it is made of."""
    ways = [Bubblewrap(program), *([Bubblewrap(program, own_user=False)] if os.getuid() == 0 else [])]
    said = ""
    for way in ways:
        trial = [str(program), *_walls(way.own_user), *_linked(_SYSTEM), "--proc", "/proc", "/bin/true"]
        done = subprocess.run(trial, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
        if done.returncode == 0:
            return way
        said = said or done.stderr.strip() or f"it ends with status {done.returncode}"
    raise SandboxError(
        f"bubblewrap is installed and does not work here: {said.splitlines()[-1]}",
        "This system forbids user name spaces: allow them (sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu an "
        f"AppArmor profile for bwrap; in a container: let it create name spaces); {_UNSAFE}.",
    )


def _walls(own_user: bool) -> list[str]:
    user = ["--unshare-user", "--uid", "65534", "--gid", "65534"] if own_user else []
    spaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    return [
        *(*user, *spaces, "--hostname", "sandbox", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--clearenv"),
    ]


def _system(limits: Limits) -> list[str]:
    """The system's own files, and what is private: each of /tmp and /dev/shm takes memory, so they are bounded by it."""
    private = str(min(limits.written_mb, max(limits.memory_mb // 2, 1)) * 10**6)
    return [
        *_linked(_SYSTEM),
        *_bound("--ro-bind-try", _SETTINGS),
        *("--proc", "/proc", "--dev", "/dev", "--size", private, "--tmpfs", "/dev/shm"),  # noqa: S108
        *("--size", private, "--tmpfs", "/tmp"),  # noqa: S108
    ]


def _own(job: Job, interpreter: Interpreter) -> list[str]:
    """What belongs to this run; what is written to comes last, for its folder may stand below one that is read."""
    read = (*interpreter.binds, job.folder, *job.data)
    return [
        *_bound("--ro-bind", [str(path.absolute()) for path in read]),
        *("--ro-bind", str(INSIDE), "/gpiot/inside"),
        *_bound("--bind", [str(path.absolute()) for path in (job.output, job.kept) if path]),
    ]


def _devices() -> Iterator[str]:
    """The devices of graphics cards, and what their drivers read of the system."""
    for pattern in ("nvidia*", "dri", "kfd"):
        for path in sorted(Path("/dev").glob(pattern)):
            yield from ("--dev-bind", str(path), str(path))
    yield from ("--ro-bind-try", "/sys", "/sys")


def _bound(how: str, paths: Sequence[str]) -> list[str]:
    return [part for path in paths for part in (how, path, path)]


def _linked(paths: tuple[str, ...]) -> Iterator[str]:
    """Folders as they stand: where /lib is a link to usr/lib, it is one inside as well."""
    for path in paths:
        if Path(path).is_symlink():
            yield from ("--symlink", str(Path(path).readlink()), path)
        elif Path(path).is_dir():
            yield from ("--ro-bind", path, path)
