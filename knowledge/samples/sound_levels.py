"""Sounds of known A-weighted level.

Tones and narrow noises at frequencies where IEC 61672-1 tabulates the weight, added in power; a hum at 50 or 63 Hz is louder than
all the rest but weighs 30 dB less, so that an unweighted level is off by 10 dB and more. Full scale is 10 Pa.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import write_wav
from knowledge.samples._tables import write_table

RATE = 16000
# Table 3 of IEC 61672-1, in dB.
WEIGHTS = {50: -30.2, 63: -26.2, 125: -16.1, 250: -8.6, 500: -3.2, 1000: 0.0, 2000: 1.2, 4000: 1.0}


def _place(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Pressure in Pa over 6 s, and its level in dB(A)."""
    times = np.arange(6 * RATE) / RATE
    pressure, power = np.zeros(times.size), 0.0
    for frequency, level in [(int(rng.choice([50, 63])), rng.uniform(76, 84)), *_tones(rng)]:
        pressure += 20e-6 * 10 ** (level / 20) * np.sqrt(2) * np.sin(2 * np.pi * frequency * times + rng.uniform(0, 6))
        power += 10 ** ((level + WEIGHTS[frequency]) / 10)
    return pressure, float(10 * np.log10(power))


def _tones(rng: np.random.Generator) -> list[tuple[int, float]]:
    return [
        (int(f), float(rng.uniform(45, 68))) for f in rng.choice([125, 250, 500, 1000, 2000, 4000], 4, replace=False)
    ]


def write(folder: Path, seed: int) -> None:
    """Write eight places and their levels."""
    rng = np.random.default_rng(seed)
    levels = []
    for number in range(8):
        pressure, level = _place(rng)
        write_wav(folder / f"place_{number}.wav", pressure / 10.0, RATE)
        levels.append(level)
    write_table(folder / "truth.csv", {"name": [f"place_{n}" for n in range(8)], "value": np.array(levels)})
