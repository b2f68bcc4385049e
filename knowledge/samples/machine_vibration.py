"""Acceleration of pumps in the four severity zones of ISO 20816-3, as zone_pump_take.csv.

Shaft speed and its multiples make a velocity in the middle of a zone for medium machines on a rigid foundation. Strong acceleration
above 1 kHz, where a velocity is small, and a slow drift below 10 Hz, where it would be large, belong to none.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, SECONDS = 4000, 2.0
ZONES = {"A": (0.5, 1.2), "B": (1.6, 2.6), "C": (3.1, 4.2), "D": (5.0, 9.0)}


def _acceleration(velocity: float, rng: np.random.Generator) -> np.ndarray:
    """In m/s², for a root mean square velocity in mm/s between 10 Hz and 1 kHz."""
    times = np.arange(round(RATE * SECONDS)) / RATE
    shares = rng.dirichlet([4.0, 2.0, 1.0])
    shaft = rng.uniform(16, 49)
    sound = 30.0 * np.sin(2 * np.pi * rng.uniform(1200, 1800) * times) + 0.1 * np.sin(2 * np.pi * 3.0 * times) + 9.81
    for multiple, share in zip((1, 2, 3), shares, strict=True):
        turn = 2 * np.pi * shaft * multiple
        sound += velocity / 1000 * np.sqrt(2 * share) * turn * np.cos(turn * times + rng.uniform(0, 6))
    return sound + 0.05 * rng.standard_normal(times.size)


def write(folder: Path, seed: int) -> None:
    """Write three takes in each zone."""
    rng = np.random.default_rng(seed)
    for zone, limits in ZONES.items():
        for take in range(3):
            acceleration = _acceleration(rng.uniform(*limits), rng)
            columns = {"time": np.arange(acceleration.size) / RATE, "acceleration": acceleration}
            write_table(folder / f"{zone}_pump{take}_{take}.csv", columns, digits=5)
