"""Labelled recordings: a folder for each value of the virtual sensor's output, a CSV file for each recording."""

from __future__ import annotations

import csv
import difflib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.auto.task import AutoError, Task

# With fewer of a label, one cannot be kept for testing while a model is still chosen among the others.
FEWEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One file: values of shape (samples, columns), recorded while the label held."""

    label: str
    path: Path
    values: np.ndarray


def read(folder: Path, task: Task) -> tuple[Recording, ...]:
    """Every ``LABEL/NAME.csv`` below a folder, sorted; raises `AutoError` for what cannot be trained with."""
    if not folder.is_dir():
        raise AutoError(f"{folder} is no folder; record into it with the sampling program of {task.sensor}.")
    labelled = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not labelled:
        raise AutoError(f"{folder} has no folder named after a label; it needs {_listed(task.labels)}.")
    for path in labelled:
        if path.name not in task.labels:
            raise AutoError(
                f"{task.sensor} never gives {path.name!r}, of which {path} is. {_near(path.name, task.labels)}"
            )
    files = [(path.name, file) for path in labelled for file in sorted(path.glob("*.csv"))]
    counts = Counter(label for label, _ in files)
    if few := [label for label in task.labels if counts[label] < FEWEST]:
        have = ", ".join(f"{label}: {counts[label]}" for label in few)
        raise AutoError(f"There are too few recordings in {folder} ({have}); each label needs {FEWEST} or more.")
    return tuple(Recording(label, file, _values(file, task)) for label, file in files)


def _values(path: Path, task: Task) -> np.ndarray:
    try:
        header, *rows = csv.reader(path.read_text("utf-8-sig").splitlines(), strict=True)
    except ValueError as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it is empty"
        raise AutoError(f"{path} cannot be read: {reason}. Record it again.") from error
    except (OSError, csv.Error) as error:
        raise AutoError(f"{path} cannot be read: {error}. Record it again.") from error
    if tuple(header) != task.columns:
        raise AutoError(f"{path} has the columns {_listed(header)}; {task.sensor} takes {_listed(task.columns)}.")
    numbers = [_numbers(path, line, row, len(header)) for line, row in enumerate(rows, 2) if row]
    if not numbers:
        raise AutoError(f"{path} holds no samples; record it again.")
    return np.array(numbers)


def _numbers(path: Path, line: int, row: list[str], width: int) -> list[float]:
    try:
        numbers = [float(cell) for cell in row]
    except ValueError as error:
        raise AutoError(f"{path}, line {line}: {error}.") from error
    if len(numbers) != width:
        raise AutoError(f"{path}, line {line}: {len(numbers)} values for {width} columns.")
    if not np.isfinite(numbers).all():
        raise AutoError(f"{path}, line {line}: a value is not finite; leave the line out or record again.")
    return numbers


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names)


def _near(name: str, labels: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, labels, 1)
    return f"Is {near[0]} meant?" if near else f"Name it after one of {_listed(labels)}, or move it away."
