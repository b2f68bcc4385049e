"""WiFi CSI of sleepers whose breathing rate is known, as Intel 5300 logs; truth.csv has columns name and value (1/min).

Model: a reflection off the chest that moves by some millimetres, not as a sine (breathing out takes longer), with a slowly
varying depth. After Y. Zeng et al., "FarSense", Proc. ACM IMWUT 3(3), 2019.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._intel5300 import received, reflection, room, write_log

RATE, SECONDS = 20.0, 60.0
BREATHS = (9.0, 11.5, 13.0, 15.5, 18.0, 20.5, 24.0, 28.0)  # 1/min


def _chest(rng: np.random.Generator, times: np.ndarray, breaths: float) -> np.ndarray:
    """Path length over time in m."""
    turn = 2 * np.pi * breaths / 60 * times + rng.uniform(0, 2 * np.pi)
    depth = 0.006 * (1 + 0.2 * np.sin(2 * np.pi * times / 45))
    drift = 0.002 * np.cumsum(rng.standard_normal(len(times))) / np.sqrt(len(times))
    return np.asarray(rng.uniform(3, 5) + depth * (np.sin(turn) + 0.25 * np.sin(2 * turn + 0.6)) + drift)


def write(folder: Path, seed: int) -> None:
    """Write one log for each rate."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / RATE)
    rows = ["name,value"]
    for number, breaths in enumerate(BREATHS, 1):
        chest = reflection(_chest(rng, times, breaths), 0.15, rng.uniform(-0.8, 0.8))
        write_log(folder / f"sleeper_{number}.dat", rng, received(rng, room(rng) + chest), RATE)
        rows.append(f"sleeper_{number},{breaths}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
