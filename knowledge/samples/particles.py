"""Low-cost particle sensors in humid air beside a reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write three stations as <station>.csv (time in s, hourly over 20 days, pm25 in µg/m³, humidity in %) and
    <station>.truth.csv (pm25 of a reference that dries its air).

    Model: log-normal concentrations with a daily course; humidity with a daily course up to 94 %; particles swell by
    kappa-Köhler theory with kappa 0.4 and density 1.65 (Crilley et al. 2018), the sensor has 8 % noise.
    """
    rng, hours = np.random.default_rng(seed), np.arange(24 * 20)
    for name in ("harbour", "park", "road"):
        slow = np.interp(hours, hours[::24], rng.normal(0, 0.5, 20))
        dry = 14 * np.exp(slow + 0.3 * np.sin(2 * np.pi * hours / 24)) * rng.normal(1, 0.05, len(hours))
        humidity = np.clip(72 - 20 * np.sin(2 * np.pi * hours / 24 - 2) + rng.normal(0, 5, len(hours)), 25, 94)
        growth = 1 + 0.4 / 1.65 / (100 / humidity - 1)
        read = dry * growth * rng.normal(1, 0.08, len(hours))
        columns = np.column_stack([hours * 3600, read, humidity])
        np.savetxt(folder / f"{name}.csv", columns, "%.3f", ",", header="time,pm25,humidity", comments="")
        np.savetxt(folder / f"{name}.truth.csv", dry, "%.3f", header="pm25", comments="")
