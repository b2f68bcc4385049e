"""WiFi CSI of a room that is empty or occupied, as Intel 5300 logs <label>_<take>.dat.

Model: static paths and, where somebody is there, the reflection of a person who sits still most of the time, shifts now and
then, and sometimes walks a few steps. Gain steps and bursts of interference occur in both, so that plain variance misleads.
After F. Zhang et al., "WiDetect", Proc. ACM IMWUT 3(3), 2019.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._intel5300 import received, reflection, room, write_log

RATE, SECONDS, TAKES = 60.0, 12.0, 8


def _person(rng: np.random.Generator, times: np.ndarray) -> np.ndarray:
    """Path length of a person who breathes and shifts in a few intervals."""
    moving = np.zeros(len(times))
    for start in rng.uniform(0, SECONDS - 2, 3):
        moving[(times > start) & (times < start + rng.uniform(1.5, 3.0))] = 1.0
    speed = moving * rng.uniform(0.1, 0.3) * np.sin(2 * np.pi * rng.uniform(0.3, 0.6) * times)
    return 4.0 + np.cumsum(speed) / RATE + 0.005 * np.sin(2 * np.pi * 0.25 * times)


def write(folder: Path, seed: int) -> None:
    """Write eight takes of each label."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / RATE)
    for take in range(1, TAKES + 1):
        static = np.tile(room(rng), (len(times), 1, 1))
        there = static + reflection(_person(rng, times), rng.uniform(0.12, 0.2), rng.uniform(-0.8, 0.8))
        for label, channel in (("empty", static), ("occupied", there)):
            write_log(folder / f"{label}_{take}.dat", rng, received(rng, channel), RATE)
