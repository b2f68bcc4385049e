"""Sounds in a yard over traffic that swells and fades, and when they begin.

Barks, alarms and bangs of different length at 12 to 20 dB above the background of their moment, which itself changes by 15 dB
within a minute, with wind below 200 Hz.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, fan, write_wav
from knowledge.samples._tables import write_table


def _event(rng: np.random.Generator) -> np.ndarray:
    """An alarm tone or a burst of noise, root mean square 1."""
    times = np.arange(round(RATE * rng.uniform(0.25, 1.2))) / RATE
    if rng.random() < 0.5:
        return np.asarray(np.sqrt(2) * np.sin(2 * np.pi * rng.uniform(600, 2500) * times))
    return np.asarray(rng.standard_normal(times.size))


def write(folder: Path, seed: int) -> None:
    """Write four recordings of 45 s with the beginnings of their events in s."""
    rng = np.random.default_rng(seed)
    for number in range(4):
        count = 45 * RATE
        swell = 10 ** (7.5 * np.sin(2 * np.pi * np.arange(count) / count * rng.uniform(1, 2) + rng.uniform(0, 6)) / 20)
        sound = swell * fan(count, rng)
        starts = np.sort(rng.choice(np.arange(2, 42, 3), 9, replace=False)) + rng.uniform(0, 0.8, 9)
        for start in starts:
            event, begin = _event(rng), round(start * RATE)
            sound[begin : begin + event.size] += 10 ** (rng.uniform(12, 20) / 20) * swell[begin] * event
        write_wav(folder / f"yard_{number}.wav", 0.03 * sound)
        write_table(folder / f"yard_{number}.truth.csv", {"start": starts})
