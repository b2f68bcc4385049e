"""Movements of the arm with a sensor whose strap sits at another angle on every person.

Model: a movement is a rhythm along its own axis of the arm with a short pattern (lift, twist, shake, push), beside
gravity; every person's strap is turned by any angle, so that few people show a network only few of the possible
directions (Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using
Convolutional Neural Networks", ICMI, 2017). File names are ``<movement>_<person>_<take>.csv``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 32.0
MOVEMENTS = {"lift": 0.6, "twist": 1.3, "shake": 3.2, "push": 1.3}


def _motion(kind: str, generator: np.random.Generator) -> np.ndarray:
    times = np.arange(round(14 * RATE)) / RATE
    phase = 2 * np.pi * MOVEMENTS[kind] * generator.uniform(0.9, 1.1) * times + generator.uniform(0, 6)
    along = {
        "lift": np.column_stack([0 * phase, np.sin(phase), 4 * np.sin(phase)]),
        "twist": np.column_stack([3 * np.sin(phase), 3 * np.cos(phase), 0 * phase]),
        "shake": np.column_stack([4 * np.sin(phase), 0 * phase, np.sin(phase)]),
        "push": np.column_stack([0 * phase, 4 * np.sin(phase) ** 3, np.cos(phase)]),
    }[kind]
    return np.asarray(along * generator.uniform(0.8, 1.2) + [0.0, 0.0, 9.81])


def write(folder: Path, seed: int) -> None:
    """Write forty recordings of 14 s (time, ax, ay, az in m/s²): four movements of ten people."""
    generator = np.random.default_rng(seed)
    for person in range(1, 11):
        attitude, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        attitude *= np.sign(np.linalg.det(attitude))
        for kind in MOVEMENTS:
            motion = _motion(kind, generator)
            felt = motion @ attitude.T + generator.normal(0, 1.0, motion.shape)
            table = np.column_stack([np.arange(len(felt)) / RATE, felt])
            np.savetxt(folder / f"{kind}_p{person}_1.csv", table, "%.3f", ",", header="time,ax,ay,az", comments="")
