"""GPS logs of known ways: parts of (seconds, speed east, speed north), seen with the errors of a receiver.

Errors: slowly wandering offset of some metres (first-order Gauss-Markov), white noise, jumps by reflections, fixes at 0, 0 before
satellites are found. After P. D. Groves, "Principles of GNSS, Inertial, and Multisensor Integrated Navigation Systems", 2013.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

DEGREE = 111_320.0  # m of latitude; close enough for a few kilometres
Parts = tuple[tuple[float, float, float], ...]


def way(parts: Parts, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Times and places in m, from (0, 0)."""
    speeds = np.concatenate([np.tile([[east, north]], (round(seconds / step), 1)) for seconds, east, north in parts])
    places = np.concatenate([np.zeros((1, 2)), np.cumsum(speeds * step, axis=0)])
    return np.arange(len(places)) * step, places


def write_log(
    path: Path, rng: np.random.Generator, times: np.ndarray, places: np.ndarray, origin: tuple[float, float], jumps: int
) -> None:
    """Write what a receiver logs: time, latitude, longitude."""
    wander = np.zeros_like(places)
    for number in range(1, len(places)):
        wander[number] = 0.98 * wander[number - 1] + rng.normal(0, 0.4, 2)
    seen = places + wander + rng.normal(0, 2.5, places.shape)
    wrong = rng.choice(np.arange(10, len(places) - 1), jumps, replace=False)
    seen[wrong] += rng.choice([-1, 1], (jumps, 2)) * rng.uniform(300, 1500, (jumps, 2))
    latitudes = origin[0] + seen[:, 1] / DEGREE
    longitudes = origin[1] + seen[:, 0] / (DEGREE * np.cos(np.radians(origin[0])))
    table = np.column_stack([times, latitudes, longitudes])
    table[1:4, 1:] = 0.0
    np.savetxt(path, table, ["%.0f", "%.7f", "%.7f"], ",", header="time,latitude,longitude", comments="")
