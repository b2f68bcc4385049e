"""Temperature of cold stores whose regime changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write five stores as <store>.csv (time in s, every ten minutes, temperature in °C) and <store>.truth.csv (change:
    sample at which each new regime begins).

    Model: noise of 0.4 °C around a set point; four regimes of 120 to 220 samples: normal, set 1.2 to 2 °C higher, a loose
    controller with four times the noise, normal again.
    """
    rng = np.random.default_rng(seed)
    for number in range(1, 6):
        lengths = rng.integers(120, 220, 4)
        shifts, spreads = np.array([0.0, rng.uniform(1.2, 2.0), 0.0, 0.0]), np.array([0.4, 0.4, 1.6, 0.4])
        temperature = 4 + shifts.repeat(lengths) + spreads.repeat(lengths) * rng.normal(size=lengths.sum())
        columns = np.column_stack([np.arange(len(temperature)) * 600, temperature])
        np.savetxt(folder / f"store_{number}.csv", columns, "%.3f", ",", header="time,temperature", comments="")
        np.savetxt(folder / f"store_{number}.truth.csv", np.cumsum(lengths)[:3], "%d", header="change", comments="")
