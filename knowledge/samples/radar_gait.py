"""Slow-time range profiles of a 24 GHz radar in front of which people walk, limp or run: <gait>_<subject>_<take>.npy
(chirps, ranges), 2,000 chirps a second.

Model: trunk with bobbing, two legs that swing up to about twice the trunk's speed and stand still in turn (one of them
hardly, for limping), and arms that swing against them; every subject has a pace of its own, and paces of walking and
limping overlap. After V. C. Chen et al.,
"Micro-Doppler Effect in Radar", IEEE Trans. Aerosp. Electron. Syst. 42(1), 2006, on the walking man.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE, SECONDS, WAVELENGTH = 2000.0, 3.0, 12.4e-3
SUBJECTS, TAKES = 5, 3
# Mean speed of the trunk in m/s, and the swing of one leg over the other's.
GAITS = {"walk": (1.2, 1.0), "limp": (1.05, 0.4), "run": (2.1, 1.0)}


def _speeds(rng: np.random.Generator, times: np.ndarray, pace: float, lame: float) -> list[tuple[float, np.ndarray]]:
    """Amplitude and speed of every part of the body."""
    step = 2 * np.pi * (0.55 + 0.3 * pace) * times + rng.uniform(0, 6)
    leg = [pace * (1 + np.sin(step)), pace * (1 - lame * np.sin(step))]
    arm = [pace * (1 - 0.5 * np.sin(step)), pace * (1 + 0.5 * np.sin(step))]
    trunk = pace + 0.08 * pace * np.sin(2 * step)
    return [(1.0, trunk), *((0.35, speed) for speed in leg), *((0.25, speed) for speed in arm)]


def write(folder: Path, seed: int) -> None:
    """Write three takes of each gait by five subjects."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / RATE)
    for subject in range(1, SUBJECTS + 1):
        habit = rng.uniform(0.85, 1.2)
        for gait, (mean, lame) in GAITS.items():
            for take in range(1, TAKES + 1):
                direction = rng.choice([-1, 1])
                pace = mean * habit * rng.uniform(0.95, 1.05)
                signal = np.zeros(len(times), complex)
                for strength, speed in _speeds(rng, times, pace, lame * rng.uniform(0.85, 1.0)):
                    turn = 4 * np.pi / WAVELENGTH * np.cumsum(direction * speed) / RATE
                    signal += strength * np.exp(1j * (turn + rng.uniform(0, 6)))
                profiles = np.stack([signal, 0.4 * np.roll(signal, 7)], axis=1) + 20
                profiles += 0.25 * (rng.standard_normal(profiles.shape) + 1j * rng.standard_normal(profiles.shape))
                np.save(folder / f"{gait}_s{subject}_{take}.npy", profiles.astype(np.complex64))
