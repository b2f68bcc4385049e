"""Voltage and current of a mains socket with known distortion, dips and swells.

The frequency is off by up to 0.3 Hz, so that harmonics leak in a plain transform. The current holds odd harmonics as a rectifier
draws them; the voltage dips to between 30 and 85 percent or swells to 115 to 125 percent for 0.1 to 0.3 s.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, SECONDS = 5000, 3.0


def _current(angle: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Amperes and their total harmonic distortion."""
    shares = rng.uniform(0.3, 1.0) * np.array([0.5, 0.3, 0.15, 0.08]) * rng.uniform(0.5, 1.0, 4)
    waves = [s * np.sin(k * angle + rng.uniform(0, 6)) for s, k in zip(shares, (3, 5, 7, 11), strict=True)]
    return 4.0 * (np.sin(angle - 0.4) + np.sum(waves, axis=0)), float(np.sqrt(np.sum(shares**2)))


def _events(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The factor on the voltage over time, and when events begin in s."""
    factor, starts = np.ones(round(RATE * SECONDS)), np.array([0.3, 1.2, 2.1]) + rng.uniform(0, 0.5, 3)
    for start in starts:
        span = slice(round(start * RATE), round((start + rng.uniform(0.1, 0.3)) * RATE))
        factor[span] = rng.uniform(1.15, 1.25) if rng.random() < 0.4 else rng.uniform(0.3, 0.85)
    return factor, starts


def write(folder: Path, seed: int) -> None:
    """Write five sockets: time, current in A and voltage in V, their distortion and their events."""
    rng = np.random.default_rng(seed)
    times, distortions = np.arange(round(RATE * SECONDS)) / RATE, []
    for number in range(5):
        angle = 2 * np.pi * (50 + rng.uniform(-0.3, 0.3)) * times + rng.uniform(0, 6)
        current, distortion = _current(angle, rng)
        factor, starts = _events(rng)
        voltage = 325.27 * factor * np.sin(angle) + rng.normal(0, 1, times.size)
        current += rng.normal(0, 0.02, times.size)
        columns = {"time": times, "current": np.round(current, 3), "voltage": np.round(voltage, 1)}
        write_table(folder / f"socket_{number}.csv", columns)
        write_table(folder / f"socket_{number}.truth.csv", {"start": starts})
        distortions.append(distortion)
    write_table(folder / "truth.csv", {"name": [f"socket_{n}" for n in range(5)], "value": np.array(distortions)})
