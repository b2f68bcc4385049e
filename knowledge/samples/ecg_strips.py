"""Strips of ten seconds from a wearable ECG, good ones and bad ones, as csv: ``good_p1_1.csv``, ``bad_p1_2.csv``.

Bad ones have what wearables suffer from (the kinds are those of the PhysioNet/Computing in Cardiology Challenge 2011 on
acceptable ECGs, I. Silva, G. B. Moody and L. Celi): motion in the band of the heart, muscle tremor, a lost contact, a
saturated amplifier, and large swings of the baseline. Good ones have moderate noise and amplitudes that differ by person, so
that neither amplitude nor noise alone parts them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._ecg import disturbance, lead, write_csv

RATE, SECONDS, PEOPLE = 200.0, 10, 6


def _motion(signal: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Knocks at the pace of running: broad humps, larger than the heart's waves."""
    times = np.arange(len(signal)) / RATE
    pace = random.uniform(2.2, 2.9)
    knocks = sum(np.sin(2 * np.pi * order * pace * times + random.uniform(0, 6.28)) / order for order in (1, 2, 3))
    return np.asarray(0.3 * signal + 0.5 * knocks)


def _tremor(signal: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.asarray(signal + 2.5 * np.std(signal) * random.standard_normal(len(signal)))


def _lost(signal: np.ndarray, random: np.random.Generator) -> np.ndarray:
    begin = int(random.uniform(1, 4) * RATE)
    broken = signal.copy()
    broken[begin : begin + int(random.uniform(3, 5) * RATE)] = 0.0
    return broken


def _swinging(signal: np.ndarray, random: np.random.Generator) -> np.ndarray:
    times = np.arange(len(signal)) / RATE
    return np.asarray(signal + 2.0 * np.sin(2 * np.pi * random.uniform(0.25, 0.5) * times))


def _saturated(signal: np.ndarray, random: np.random.Generator) -> np.ndarray:
    level = random.uniform(-0.05, 0.05)
    return np.asarray(np.clip(_swinging(signal, random), level - 1.0, level + 1.0))


def write(folder: Path, seed: int) -> None:
    """Write for each of six people five good strips and one bad one of each kind."""
    for person in range(1, PEOPLE + 1):
        random = np.random.default_rng([seed, person])
        interval, size = random.uniform(0.6, 1.0), random.uniform(0.5, 2.4)
        for number, spoil in enumerate((_motion, _tremor, _lost, _swinging, _saturated) * 2, 1):
            samples = round(SECONDS * RATE)
            beats = 0.2 + np.cumsum(interval + 0.03 * random.standard_normal(30))
            signal = size * lead(beats[beats < SECONDS], samples, RATE)
            signal += disturbance(samples, RATE, random, 0.15 * size, 0.025)
            good = number > 5
            name = f"{'good' if good else 'bad'}_p{person}_{number}.csv"
            write_csv(folder / name, signal if good else spoil(signal, random), RATE)
