"""Linked sensors of pumps with faults that break the links."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SENSORS = ("flow", "pressure", "current", "temperature", "vibration")
LINKS = np.array([[5.0, 1.2, 2.5, 3.0, 0.4], [0.0, -0.5, 1.0, 0.8, 0.2]])
LEVELS, NOISE = np.array([30.0, 4.0, 12.0, 45.0, 2.0]), np.array([0.3, 0.05, 0.15, 0.3, 0.04])


def write(folder: Path, seed: int) -> None:
    """Write four pumps as <pump>.csv (time in s, five sensors, one reading a minute) and <pump>.truth.csv (faulty, 0 or 1).

    Model: load and valve position move all sensors together; in the faulty tenth of the time one sensor leaves its relation
    to the others by ten to thirteen times its noise but stays inside its usual range, so that no limit on one sensor tells.
    """
    rng, count = np.random.default_rng(seed), 1500
    for number in range(1, 5):
        readings = LEVELS + rng.normal(size=(count, 2)) @ LINKS + NOISE * rng.normal(size=(count, 5))
        faulty = np.zeros(count, int)
        for start, sensor in zip((500, 1000, 1300), rng.permutation(4)[:3], strict=True):
            faulty[start : start + 50] = 1
            readings[start : start + 50, sensor] += rng.uniform(10, 13) * NOISE[sensor]
        columns = np.column_stack([np.arange(count) * 60, readings])
        header = ",".join(("time", *SENSORS))
        np.savetxt(folder / f"pump_{number}.csv", columns, "%.3f", ",", header=header, comments="")
        np.savetxt(folder / f"pump_{number}.truth.csv", faulty, "%d", header="faulty", comments="")
