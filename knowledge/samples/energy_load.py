"""Hourly load of buildings up to now and over the next day."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write six buildings as <building>.csv (time in s, hourly over four weeks, load in kW) and <building>.truth.csv (load
    of the next 24 hours).

    Model: a base load with a slow trend, a daily course of two harmonics whose size wanders from day to day, and noise of
    1 kW.
    """
    rng, hours = np.random.default_rng(seed), np.arange(24 * 29)
    for number in range(1, 7):
        size = np.interp(hours, np.arange(0, 24 * 30, 24), 1 + 0.02 * np.cumsum(rng.normal(size=30)))
        course = 15 * np.sin(2 * np.pi * (hours - 8) / 24) + 5 * np.sin(4 * np.pi * (hours - 7) / 24)
        load = 60 + rng.uniform(0.08, 0.15) * hours + size * course + rng.normal(0, 1.0, len(hours))
        columns = np.column_stack([hours[:-24] * 3600, load[:-24]])
        np.savetxt(folder / f"building_{number}.csv", columns, "%.3f", ",", header="time,load", comments="")
        np.savetxt(folder / f"building_{number}.truth.csv", load[-24:], "%.3f", header="load", comments="")
