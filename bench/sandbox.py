"""What the sandbox costs at the start: a program run in it beside the same program run plainly by the same Python.

    python -m bench.sandbox [--runs 15]

Every way runs in turn, one of each after the other, so that a busy moment hits them all; medians and their ratio to
the plain run are printed, for a program that does nothing and for one that imports NumPy.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import show
from core.runs import Limits
from sandbox.isolation import Isolation, LimitsOnly, environment, find_isolation
from sandbox.job import Interpreter, Job
from sandbox.process import run

COLUMNS = ("program", "way", "median s", "ratio")
PROGRAMS = {"nothing": "", "numpy": "import numpy\n"}
PYTHON = Interpreter(Path(sys.executable), (Path(sys.prefix), Path(sys.base_prefix)))


def plainly(folder: Path) -> float:
    """Seconds of a run without any sandbox."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-B", str(folder / "main.py")], env=environment(), check=True)
    return time.perf_counter() - start


def isolated(folder: Path, isolation: Isolation) -> float:
    """Seconds of a run in a sandbox; raises SystemExit when it failed."""
    start = time.perf_counter()
    job = Job(folder, (), (), folder / "output")
    ran = asyncio.run(run(job, PYTHON, Limits(), isolation, lambda _: None))
    if not ran.ok:
        raise SystemExit(f"The program failed: {ran.fault}")
    return time.perf_counter() - start


def measure(folder: Path, runs: int) -> dict[str, float]:
    """The median of each way in seconds."""
    bubblewrap, limits = find_isolation(), LimitsOnly()
    ways: dict[str, Callable[[], float]] = {
        "plain": lambda: plainly(folder),
        bubblewrap.name: lambda: isolated(folder, bubblewrap),
        limits.name: lambda: isolated(folder, limits),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            times[name].append(way())
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    rows = []
    for name, text in PROGRAMS.items():
        with tempfile.TemporaryDirectory(prefix="gpiot-bench-") as folder:
            (Path(folder) / "main.py").write_text(text)
            medians = measure(Path(folder), runs)
        rows += [[name, way, median, median / medians["plain"]] for way, median in medians.items()]
    show("sandbox", COLUMNS, rows, runs=runs)


if __name__ == "__main__":
    main()
