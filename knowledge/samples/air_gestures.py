"""Gestures drawn into the air by six people who differ in speed, strength and rhythm.

Model: each gesture is a path (circle, triangle, swipe, shake, cross) whose second derivative the wrist feels beside
gravity; every person has an own tilt, speed and rhythm, every take some more variation (after Liu et al., "uWave:
Accelerometer-based personalized gesture recognition and its applications", Pervasive and Mobile Computing 5(6),
2009). File names are ``<gesture>_<person>_<take>.csv``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 50.0
CORNERS = {
    "triangle": [(0, 0), (0.3, 0.5), (0.6, 0), (0, 0)],
    "swipe": [(0, 0), (0.7, 0.05), (0, 0)],
    "shake": [(0, 0), (0, 0.25), (0, -0.25), (0, 0.25), (0, -0.25), (0, 0)],
    "cross": [(0, 0), (0.5, 0.5), (0.5, 0), (0, 0.5)],
}


def _path(kind: str, phase: np.ndarray) -> np.ndarray:
    if kind == "circle":
        return 0.3 * np.column_stack([np.sin(2 * np.pi * phase), 1 - np.cos(2 * np.pi * phase)])
    corners = np.array(CORNERS[kind], float)
    places = np.clip(phase, 0, 1) * (len(corners) - 1)
    before = np.minimum(places.astype(int), len(corners) - 2)
    share = (1 - np.cos(np.pi * (places - before)))[:, None] / 2
    return np.asarray((1 - share) * corners[before] + share * corners[before + 1])


def _take(kind: str, speed: float, rhythm: float, generator: np.random.Generator) -> np.ndarray:
    count = round(RATE * 1.6 / (speed * generator.uniform(0.85, 1.15)))
    phase = np.linspace(0, 1, count) ** (rhythm * generator.uniform(0.9, 1.1))
    push = np.gradient(np.gradient(_path(kind, phase), 1 / RATE, axis=0), 1 / RATE, axis=0)
    smooth = np.column_stack([np.convolve(axis, np.hanning(9) / np.hanning(9).sum(), "same") for axis in push.T])
    return np.column_stack([smooth[:, 0], generator.normal(0, 0.3, count), smooth[:, 1]])


def write(folder: Path, seed: int) -> None:
    """Write ninety gestures (time, ax, ay, az in m/s²): five kinds, six people, three takes."""
    generator = np.random.default_rng(seed)
    for person in range(1, 7):
        speed, rhythm, tilt = generator.uniform(0.7, 1.4), generator.uniform(0.8, 1.25), generator.uniform(-0.3, 0.3)
        for kind in ("circle", *CORNERS):
            for take in range(1, 4):
                push = _take(kind, speed, rhythm, generator)
                gravity = 9.81 * np.array([np.sin(tilt), 0, np.cos(tilt)])
                felt = push * generator.uniform(0.8, 1.2) + gravity + generator.normal(0, 0.4, push.shape)
                table = np.column_stack([np.arange(len(felt)) / RATE, felt])
                name = f"{kind}_p{person}_{take}.csv"
                np.savetxt(folder / name, table, "%.3f", ",", header="time,ax,ay,az", comments="")
