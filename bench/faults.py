"""A hundred broken programs: does each end within its limits with one clear line, and is the right sub-task named?

    python -m bench.faults [--seconds S] [--show]

Each is a project of four sub-tasks (``bench/broken_programs.py``) of which one is broken. Criteria: all end within their limit
+ 2 s, each with one line of reason, the sub-task at fault named in at least 90, and the kind of fault told.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from agent.judging import hindrance
from bench.broken_programs import CASES, STEPS, Case, recording
from bench.report import show
from core.runs import Fault, Limits
from core.settings import Folders
from sandbox.isolation import find_isolation
from sandbox.job import Interpreter, Job
from sandbox.process import run as run_job
from sandbox.runtime import Runtime

_GRACE = 2.0


async def tried(case: Case, place: Path, seconds: float) -> tuple[Fault | None, float]:
    """Run one; its fault, and how long it took."""
    program = place / "program"
    program.mkdir(parents=True)
    data = place / "recording.txt"
    data.write_text(recording())
    for name, text in case.files().items():
        (program / name).write_text(text)
    runtime = Runtime.of(Folders.of({"GPIOT_HOME": str(place)}), sys.executable)
    began = time.monotonic()
    fault = hindrance(program, STEPS, runtime)
    if fault is None:
        job = Job(program, (str(data),), STEPS, place / "output", (data,))
        limits = Limits(wall_s=seconds, cpu_s=seconds, memory_mb=400)
        interpreter = Interpreter(runtime.python, runtime.binds)
        fault = (await run_job(job, interpreter, limits, find_isolation(), lambda _: None)).fault
    return fault, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--show", action="store_true", help="print what is said of each")
    given = parser.parse_args()
    rows, late = [], 0
    with tempfile.TemporaryDirectory(prefix="gpiot-faults-") as place:
        for number, case in enumerate(CASES):
            fault, took = asyncio.run(tried(case, Path(place) / str(number), given.seconds))
            late += took > given.seconds + _GRACE
            rows.append((case, fault, took))
            if given.show:
                print(f"{case.name}: {f'[{fault.kind}] {fault.subtask}: {fault.reason}' if fault else 'nothing'}")
    named = sum(fault is not None and fault.subtask == case.step for case, fault, _ in rows)
    kinds = sum(fault is not None and fault.kind in case.kinds for case, fault, _ in rows)
    clear = sum(fault is not None and bool(fault.reason) and "\n" not in fault.reason for _, fault, _ in rows)
    wrong = [
        [case.name, case.step, fault.subtask if fault else "", fault.kind if fault else "", took]
        for case, fault, took in rows
        if fault is None or fault.subtask != case.step or fault.kind not in case.kinds
    ]
    columns = ("wrong", "sub-task", "named", "kind", "seconds")
    show("faults", columns, wrong, programs=len(rows), named=named, kinds=kinds, one_clear_line=clear, late=late)
    if named < 0.9 * len(rows) or clear < len(rows) or late:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
