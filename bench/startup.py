"""How long ``gpiot --help`` and the first event of ``gpiot ask`` take, beside a bare interpreter and a bare click.

    python -m bench.startup [--runs N]

Every command runs N times in turn, one of each after the other, so that a busy moment hits them all; medians and
their ratios to ``python -c pass`` are printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

PYTHON = sys.executable
COMMANDS = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "python -c 'import click'": [PYTHON, "-c", "import click"],
    "gpiot --help": [PYTHON, "-m", "cli.main", "--help"],
    "gpiot ask, first event": [
        PYTHON,
        "-m",
        "cli.main",
        "ask",
        "Blink an LED when a door opens.",
        "--json",
        "--backend",
        "embedded",
        "--yes",
    ],
}


def seconds_to_first_line(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """Seconds until the first line of output; what the process would do afterwards is cut short."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        taken = time.perf_counter() - start
        process.kill()
    return taken


def seconds_to_end(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """Seconds until the process has ended; raises CalledProcessError when it failed."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environ, check=True)
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, float]:
    """The median of each command in seconds."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            with tempfile.TemporaryDirectory() as home:
                first = "first event" in name
                timer = seconds_to_first_line if first else seconds_to_end
                times[name].append(timer(command, {**os.environ, "GPIOT_HOME": home}))
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Start-up times of gpiot.")
    parser.add_argument("--runs", type=int, default=9)
    medians = measure(parser.parse_args().runs)
    bare = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:<26} {median * 1000:8.0f} ms {median / bare:7.1f} x")


if __name__ == "__main__":
    main()
