"""Run-ups of a gearbox with a tachometer, and which order vibrates most.

The speed doubles while a gear mesh of an unknown order, which smears over a hundred hertz in a plain spectrum, is overtopped there by
the steady tone of a neighbouring machine.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, SECONDS = 2000, 6.0


def write(folder: Path, seed: int) -> None:
    """Write six run-ups: time, vibration and tacho, and the orders."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(RATE * SECONDS)) / RATE
    orders = rng.choice(np.arange(5, 29), 6, replace=False) / 2.0
    for number, order in enumerate(orders):
        start, rise = rng.uniform(9, 13), rng.uniform(1.5, 2.2)
        angle = start * times + rise * times**2 / 2 * (1 + 0.1 * np.sin(times))
        vibration = np.sin(2 * np.pi * order * angle) + 0.4 * np.sin(2 * np.pi * angle)
        vibration += 1.2 * np.sin(2 * np.pi * rng.uniform(100, 200) * times) + 0.5 * rng.standard_normal(times.size)
        tacho = np.where(angle % 1 < 0.2, 5.0, 0.0) + 0.1 * rng.standard_normal(times.size)
        columns = {"time": times, "vibration": np.round(vibration, 4), "tacho": np.round(tacho, 2)}
        write_table(folder / f"runup_{number}.csv", columns)
    write_table(folder / "truth.csv", {"name": [f"runup_{n}" for n in range(6)], "value": orders})
