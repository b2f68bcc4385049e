"""Readings of soil sensors that come when they like, with spikes, and the true course on an even grid.

Intervals are exponential around 40 s; one gap of 20 minutes; one reading in fifty is a spike of the radio. The temperature swings
over hours. Each truth has one value for every minute from the first reading on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table


def write(folder: Path, seed: int) -> None:
    """Write four sensors over twelve hours: time in s, temperature in °C."""
    rng = np.random.default_rng(seed)
    for number in range(4):
        times = np.round(np.cumsum(5 + rng.exponential(35, 1080)), 1)
        gap = rng.uniform(10000, 30000)
        times = times[(times < gap) | (times > gap + 1200)]
        phases = rng.uniform(0, 6, 3)

        def course(moments: np.ndarray, phases: np.ndarray = phases) -> np.ndarray:
            swings = [
                a * np.sin(2 * np.pi * moments / p + q)
                for a, p, q in zip((6, 2, 1), (40000, 9000, 2500), phases, strict=True)
            ]
            return np.asarray(15 + np.sum(swings, axis=0))

        readings = course(times) + rng.normal(0, 0.15, times.size)
        spikes = rng.random(times.size) < 0.02
        readings[spikes] += rng.choice([-1, 1], int(spikes.sum())) * rng.uniform(8, 40, int(spikes.sum()))
        write_table(folder / f"sensor_{number}.csv", {"time": times, "temperature": np.round(readings, 2)})
        grid = times[0] + 60.0 * np.arange(int((times[-1] - times[0]) / 60 + 1e-9) + 1)
        write_table(folder / f"sensor_{number}.truth.csv", {"temperature": course(grid)})
