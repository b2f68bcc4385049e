from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from placement.auto import Task

Record = Callable[..., Path]
DOOR = Task("Door", ("A.Accel", "B.Light"), ("open", "close", "idle"))


def recorded(folder: Path, *, apart: bool, recordings: int = 5, samples: int = 150, seed: int = 0) -> Path:
    """Write recordings of noise with a wave; with ``apart`` its frequency tells the label, without nothing does."""
    random, time = np.random.default_rng(seed), np.arange(samples)
    for number, label in enumerate(DOOR.labels):
        (folder / label).mkdir(parents=True, exist_ok=True)
        for count in range(1, recordings + 1):
            values = random.normal(size=(samples, 2)) + 0.5 * random.normal(size=2)
            values[:, 0] += 3.0 * np.sin(2.0 * np.pi * time * (0.04 + 0.1 * number * apart))
            lines = [",".join(DOOR.columns), *(f"{one:.4f},{other:.4f}" for one, other in values), ""]
            (folder / label / f"{count}.csv").write_text("\n".join(lines))
    return folder


@pytest.fixture
def door() -> Task:
    return DOOR


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return lambda **how: recorded(tmp_path / "data", **how)
