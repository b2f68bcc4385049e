"""Labelled recordings: a folder for each value of the virtual sensor's output, a CSV file for each recording."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.spelling import meant
from placement import rows
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
        raise AutoError(f"There are too few recordings in {folder} ({have}); record more: each label needs {FEWEST}.")
    return tuple(Recording(label, file, _values(file, task)) for label, file in files)


def _values(path: Path, task: Task) -> np.ndarray:
    found = rows.read(path)
    if found.names != task.columns:
        has = f"has the columns {_listed(found.names)}" if found.names else "is empty"
        raise AutoError(f"{path} {has}; {task.sensor} takes {_listed(task.columns)}.")
    if not found.cells:
        raise AutoError(f"{path} holds no samples; record it again.")
    return found.numbers(task.columns)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _near(name: str, labels: tuple[str, ...]) -> str:
    return meant(name, labels, f"Name it after one of {_listed(labels)}, or move it away.", most=1)
