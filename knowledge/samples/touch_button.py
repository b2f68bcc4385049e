"""Counts of capacitive buttons with drift, noise and touches."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write four buttons as <button>.csv (time in s at 50 Hz over two minutes, counts) and <button>.truth.csv (touched, 0
    or 1).

    Model: raw counts near 900 drift by 120 counts with temperature, more than a touch of 35 to 50 counts; noise of 3
    counts, single spikes of 80 counts, touches of 0.3 to 3 s.
    """
    rng, count = np.random.default_rng(seed), 6000
    for number in range(1, 5):
        touched, now = np.zeros(count, int), 200
        while now < count - 200:
            length = int(rng.integers(15, 150))
            touched[now : now + length] = 1
            now += length + int(rng.integers(50, 500))
        drift = 60 * np.cos(np.pi * np.arange(count) / count * rng.uniform(0.8, 1.2))
        counts = 900 + drift + rng.uniform(35, 50) * touched + rng.normal(0, 3, count)
        counts += 80 * (rng.random(count) < 0.003)
        columns = np.column_stack([np.arange(count) / 50, counts.round()])
        np.savetxt(folder / f"button_{number}.csv", columns, "%.2f", ",", header="time,counts", comments="")
        np.savetxt(folder / f"button_{number}.truth.csv", touched, "%d", header="touched", comments="")
