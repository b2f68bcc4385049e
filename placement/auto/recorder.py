"""Record what sensors see while something happens, so that a virtual sensor can learn to tell it from other things.

    python record.py LABEL < stream
    python record.py LABEL --port /dev/ttyUSB0 --baud 115200

The stream is lines of comma-separated numbers, one line a sample, one number for each column in the order of COLUMNS. Each
recording becomes a file LABEL/1.csv, LABEL/2.csv ... below the folder; earlier ones are kept. Record every label several times,
on several occasions: parts of one recording are too alike to test a model with. Lines that are no sample are passed over and
counted. Needs Python 3.8 or later and nothing else; --port needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

SENSOR = "NAME"
COLUMNS = ("A.X",)
LABELS = ("a", "b")


def serial(port: str, baud: int) -> TextIO:
    """A serial port as a stream of text."""
    import termios
    import tty

    speed = getattr(termios, f"B{baud}", None)
    if speed is None:
        raise ValueError(f"{baud} is no speed of a serial port; try 9600 or 115200.")
    handle = os.open(port, os.O_RDONLY | os.O_NOCTTY)
    tty.setraw(handle)
    settings = termios.tcgetattr(handle)
    settings[4:6] = [speed, speed]
    termios.tcsetattr(handle, termios.TCSANOW, settings)
    return os.fdopen(handle, encoding="utf-8", errors="replace")


def sample(line: str) -> list[str] | None:
    """The cells of a line that holds one finite number for each column, else None."""
    cells = [cell.strip() for cell in line.split(",")]
    try:
        good = len(cells) == len(COLUMNS) and all(math.isfinite(float(cell)) for cell in cells)
    except ValueError:
        good = False
    return cells if good else None


def take(lines: Iterator[str], count: int) -> tuple[list[str], int]:
    """The next samples, at most ``count``, and how many lines were none."""
    samples: list[str] = []
    passed = 0
    while len(samples) < count and (line := next(lines, None)) is not None:
        cells = sample(line)
        if cells:
            samples.append(",".join(cells))
        elif line.strip() and line.strip() != ",".join(COLUMNS):
            passed += 1
    return samples, passed


def save(folder: Path, samples: list[str]) -> Path:
    """Write a recording under the next free number, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("*.csv") if path.stem.isdigit()), default=0) + 1
    path, unfinished = folder / f"{number}.csv", folder / f".{number}.unfinished"
    unfinished.write_text("\n".join([",".join(COLUMNS), *samples, ""]), encoding="utf-8")
    unfinished.replace(path)
    return path


def record(lines: Iterator[str], given: argparse.Namespace) -> int:
    """Every recording that was asked for; returns the exit status."""
    for number in range(given.recordings):
        passed = take(lines, given.gap)[1] if number else 0
        samples, more = take(lines, given.samples)
        if passed + more:
            say(f"{passed + more} lines were no sample of {len(COLUMNS)} numbers.")
        if len(samples) < given.samples:
            say(f"The stream ended after {len(samples)} of {given.samples} samples: not saved.")
            return 1
        say(f"{save(given.folder / given.label, samples)}: {len(samples)} samples")
    return 0


def whole(text: str) -> int:
    """A whole number of 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is below 1")
    return number


def say(text: str) -> None:
    """One line for the person; the program reads nothing but samples from its input."""
    sys.stderr.write(f"{text}\n")


def arguments() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    columns = f"{SENSOR} takes these columns: {', '.join(COLUMNS)}"
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, epilog=columns, formatter_class=layout)
    parser.add_argument("label", choices=LABELS, help=f"the value of {SENSOR} that is being recorded")
    parser.add_argument("--folder", type=Path, default=Path("recordings"), help="where recordings go")
    parser.add_argument("--samples", type=whole, default=500, help="samples of a recording")
    parser.add_argument("--recordings", type=whole, default=1, help="how many to make one after another")
    parser.add_argument("--gap", type=whole, default=100, help="samples passed over between two recordings")
    parser.add_argument("--port", help="serial port to read instead of standard input")
    parser.add_argument("--baud", type=whole, default=115200, help="speed of the serial port")
    return parser


def main() -> int:
    """Returns the exit status."""
    given = arguments().parse_args()
    try:
        with serial(given.port, given.baud) if given.port else sys.stdin as stream:
            return record(iter(stream), given)
    except (ImportError, OSError, ValueError) as error:
        say(f"Cannot record: {error}")
        return 1
    except KeyboardInterrupt:
        say("Stopped; the recording that had begun is not saved.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
