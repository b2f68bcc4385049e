"""Limits, measures, cancelling, and what is left when we are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import SandboxError
from core.runs import Limits, Step
from sandbox.job import Printed
from tests.sandbox.programs import SHORT, Bench, needs_bubblewrap, p, processes_with

ROOT = Path(__file__).resolve().parents[2]


async def test_an_endless_loop_ends_at_the_cpu_limit_with_its_line(bench: Bench) -> None:
    ran = await bench.step("n = 0\nwhile True:\n    n += 1", limits=replace(SHORT, cpu_s=1))
    assert ran.fault is not None
    assert (ran.state, ran.fault.kind, ran.fault.subtask) == ("failed", "limit", 1)
    assert ran.fault.reason.startswith("over the limit of 1 s of processor time (step_1_it.py, line ")
    assert 0.9 < ran.measured.cpu_s < 3


async def test_a_deadlock_ends_at_the_wall_limit_with_its_line(bench: Bench) -> None:
    start = time.monotonic()
    text = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"
    # Two seconds, so that a busy machine has begun the program by then.
    ran = await bench.step(text, limits=replace(SHORT, wall_s=2))
    assert ran.fault is not None
    assert ran.fault.reason == "over the limit of 2 s (step_1_it.py, line 5)"
    assert time.monotonic() - start < 8


async def test_a_process_beside_the_first_counts_as_well(walled: Bench) -> None:
    text = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
    ran = await walled.step(text, limits=replace(SHORT, cpu_s=1))
    assert ran.fault is not None
    assert "1 s of processor time" in ran.fault.reason


async def test_time_and_memory_of_all_processes_are_measured(bench: Bench) -> None:
    text = """
        import subprocess, sys, time
        work = "import time; x = bytearray(b'x' * 80_000_000); t = time.process_time()\\nwhile time.process_time() < t + .3: pass"
        subprocess.run([sys.executable, "-c", work], check=True)
        time.sleep(0.3)
    """
    ran = await bench.step(text)
    assert ran.ok
    assert 80 < ran.measured.peak_mb < 200
    assert ran.measured.cpu_s > 0.3
    assert ran.measured.steps[1] > 0.6
    assert ran.measured.wall_s > ran.measured.steps[1]


async def test_printed_text_comes_while_the_program_runs_and_is_cut_at_its_limit(bench: Bench) -> None:
    ran = await bench.main("import time\nprint('ä' * 10)\ntime.sleep(0.3)\nprint('x' * 3_000_000)\n")
    assert next(event.text for event in bench.events if isinstance(event, Printed)) == "ä" * 10 + "\n"
    assert bench.printed == ran.printed
    assert ran.printed.endswith("x\n[2.0 MB more printed and dropped]\n")
    assert len(ran.printed.encode()) < 1_000_100


async def test_a_daemon_ends_with_the_run(bench: Bench) -> None:
    text = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep", "77.25"])
            os._exit(0)
        time.sleep(0.2)
    """
    assert (await bench.main(text)).ok
    assert processes_with("77.25") == []


async def test_cancelling_ends_everything_within_a_second(bench: Bench) -> None:
    text = """
        import subprocess, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        children = [subprocess.Popen(["/bin/sleep", "77.5"], start_new_session=True) for _ in range(3)]
        print("ready")
        while True: pass
    """
    bench.write({"main.py": text})
    running = asyncio.create_task(bench.run())
    while "ready" not in bench.printed and not running.done():  # noqa: ASYNC110 - events are plain calls
        await asyncio.sleep(0.02)
    start = time.monotonic()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert time.monotonic() - start < 1.5
    assert processes_with("77.5") == []
    assert processes_with(str(bench.project)) == []


KILLED = """
import asyncio, sys
from pathlib import Path
from typing import Any
from tests.sandbox.programs import Bench, isolated
bench = Bench(Path(sys.argv[1]), isolated(sys.argv[2]))
asyncio.run(bench.run())
"""


def test_killed_ten_times_nothing_is_left(bench: Bench) -> None:
    mark = f"88.{os.getpid() % 1000:03}" + ("1" if bench.isolation.depth == 1 else "2")
    bench.write({"main.py": f"""
        import subprocess
        children = [subprocess.Popen(["/bin/sleep", "{mark}"], start_new_session=True) for _ in range(2)]
        print("ready", flush=True)
        while True: pass
    """})  # fmt: skip
    for number in range(10):
        command = [sys.executable, "-c", KILLED, str(bench.root), bench.isolation.name]
        process = subprocess.Popen(command, cwd=ROOT)
        # Some of them are killed while they start, the others at work.
        until = time.monotonic() + (0.2 + 0.05 * number if number < 5 else 20)
        while time.monotonic() < until and len(processes_with(mark)) < 2:
            time.sleep(0.02)
        assert number < 5 or len(processes_with(mark)) == 2
        process.send_signal(signal.SIGKILL)
        process.wait()
        until = time.monotonic() + 2
        while time.monotonic() < until and (processes_with(mark) or processes_with("sandbox/inside")):
            time.sleep(0.05)
        assert processes_with(mark) == []


async def test_runs_beside_each_other_do_not_meet(walled: Bench) -> None:
    benches = [Bench(walled.root / str(n), walled.isolation) for n in range(4)]
    for one in benches:
        one.root.mkdir()
    rans = await asyncio.gather(*(one.step(f"return {n}", p("answer", "int")) for n, one in enumerate(benches)))
    assert [ran.result for ran in rans] == [{"answer": n} for n in range(4)]


@needs_bubblewrap
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"folder": Path("/nowhere")}, "/nowhere holds no main.py"),
        ({"data": (Path("/nowhere"),)}, "There is no /nowhere"),
        ({"data": (Path("/"),)}, "it holds your home folder"),
        ({"data": (Path.home(),)}, "it holds your home folder"),
        ({"data": (Path("/proc/self"),)}, "belongs to the system"),
        ({"data": (Path("/etc"),)}, "belongs to the system"),
        ({"first": 7}, "has no sub-task 7"),
        ({"output": Path("/")}, "would write to /"),
    ],
)
async def test_a_job_that_is_not_safe_is_refused(walled: Bench, change: dict[str, Any], message: str) -> None:
    walled.write({"main.py": ""})
    with pytest.raises(SandboxError, match=message):
        await walled.run(Step(1, "step_1_it", "it"), **change)


async def test_the_output_folder_may_not_hold_the_project(walled: Bench) -> None:
    walled.write({"main.py": ""})
    with pytest.raises(SandboxError, match="would write to"):
        await walled.run(output=walled.root)


async def test_the_output_folder_may_stand_in_the_project(walled: Bench) -> None:
    walled.write({"main.py": "open('x', 'w').write('y')\n"})
    assert (await walled.run(output=walled.project / "output")).ok
    assert (walled.project / "output" / "x").read_text() == "y"


async def test_an_interpreter_that_does_not_start_is_told(walled: Bench) -> None:
    from sandbox.job import Interpreter
    from sandbox.process import run

    walled.write({"main.py": ""})
    nothing = Interpreter(Path("/bin/false"))
    ran = await run(walled.job(), nothing, Limits(wall_s=5), walled.isolation, walled.events.append)
    assert ran.fault is not None
    assert ran.fault.reason == "the interpreter did not start (status 1)"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_no_descriptor_stays_open(walled: Bench) -> None:
    before = descriptors()
    for _ in range(3):
        assert (await walled.main("print(1)")).ok
    assert descriptors() == before
