"""Signal strengths of eight Bluetooth beacons along three walks through a hall, walk_<n>.csv (time, b1 to b8 in dBm, empty where
not heard), beacons.truth.csv with their places, truth.csv with recording, x and y of every sample.

Model: log-distance path loss with slowly changing shadowing for each beacon, fast fading, the walker's body that takes 5 dB
from beacons behind it, and lost packets. After T. S. Rappaport, "Wireless Communications", 2002, chapter 4.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

BEACONS = np.array([[0, 0], [7, 0], [14, 0], [0, 10], [7, 10], [14, 10], [3.5, 5], [10.5, 5]], float)
POWER, EXPONENT, RATE, SECONDS = -59.0, 2.2, 2.0, 150.0


def _way(rng: np.random.Generator, times: np.ndarray) -> np.ndarray:
    """A smooth way through the hall."""
    rates, phases = rng.uniform(0.008, 0.014, 2), rng.uniform(0, 6, 2)
    return np.asarray([7, 5] + [5.5, 3.5] * np.sin(2 * np.pi * rates * times[:, None] + phases))


def _strengths(rng: np.random.Generator, way: np.ndarray) -> np.ndarray:
    """What the walker's phone receives, NaN where a packet is lost."""
    away = BEACONS - way[:, None]
    reach = np.linalg.norm(away, axis=2)
    ahead = np.gradient(way, axis=0)
    behind = np.einsum("tbk,tk->tb", away, ahead) < 0
    slow = np.zeros(reach.shape)
    for number in range(1, len(way)):
        slow[number] = 0.97 * slow[number - 1] + rng.normal(0, 0.5, len(BEACONS))
    strengths = POWER - 10 * EXPONENT * np.log10(reach) - 5 * behind + slow + rng.normal(0, 3.5, reach.shape)
    return np.asarray(np.where(rng.random(reach.shape) < 0.15, np.nan, np.round(strengths)))


def write(folder: Path, seed: int) -> None:
    """Write three walks."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / RATE)
    rows = ["recording,x,y"]
    for walk in range(1, 4):
        way = _way(rng, times)
        lines = ["time," + ",".join(f"b{number}" for number in range(1, 9))]
        for time, strengths in zip(times, _strengths(rng, way), strict=True):
            lines.append(f"{time}," + ",".join("" if np.isnan(s) else f"{s:.0f}" for s in strengths))
        (folder / f"walk_{walk}.csv").write_text("\n".join(lines) + "\n")
        rows += [f"walk_{walk},{x:.3f},{y:.3f}" for x, y in way]
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
    places = ["name,x,y", *(f"b{number},{x},{y}" for number, (x, y) in enumerate(BEACONS, 1))]
    (folder / "beacons.truth.csv").write_text("\n".join(places) + "\n")
