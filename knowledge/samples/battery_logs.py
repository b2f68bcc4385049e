"""A day of lithium cells with a current sensor that is off, and their true state of charge.

Loads, charging and rests of an hour; the terminal voltage is that of the open circuit plus what falls off at the resistance and one
slow RC pair. The current sensor is off by some ten milliamperes, which after a day is a quarter of the cell.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

STEP, COUNT, CAPACITY = 20.0, 4320, 2.5
VOLTAGE = (3.0, 3.45, 3.6, 3.68, 3.8, 3.95, 4.08, 4.2)
CHARGE = (0.0, 0.05, 0.15, 0.35, 0.55, 0.75, 0.9, 1.0)


def _current(rng: np.random.Generator) -> np.ndarray:
    """Amperes; each cycle of two and a half hours begins with a rest and keeps the charge between a fifth and nearly full."""
    parts = [np.zeros(180)]
    for cycle in range(9):
        load = -rng.uniform(0.3, 0.6) if cycle % 2 == 0 else rng.uniform(0.3, 0.5)
        parts += [np.full(270, load) + 0.1 * load * rng.standard_normal(270), np.zeros(180)]
    return np.concatenate(parts)[:COUNT]


def write(folder: Path, seed: int) -> None:
    """Write three cells: time, current in A and voltage in V, one row every 20 s."""
    rng = np.random.default_rng(seed)
    for number in range(3):
        current = _current(rng)
        stored = np.where(current > 0, 0.99 * current, current)
        charge = np.clip(rng.uniform(0.75, 0.85) + np.cumsum(stored) * STEP / 3600 / CAPACITY, 0, 1)
        slow = np.zeros(current.size)
        for index in range(1, current.size):
            slow[index] = slow[index - 1] + STEP / 300.0 * (0.06 * current[index] - slow[index - 1])
        voltage = np.interp(charge, CHARGE, VOLTAGE) + 0.05 * current + slow + rng.normal(0, 0.001, current.size)
        shown = current + rng.choice([-1, 1]) * rng.uniform(0.012, 0.02)
        columns = {"time": STEP * np.arange(current.size), "current": shown, "voltage": voltage}
        write_table(folder / f"cell_{number}.csv", columns)
        write_table(folder / f"cell_{number}.truth.csv", {"charge": charge})
