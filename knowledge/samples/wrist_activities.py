"""Everyday activities at the wrists of twelve people, each with a habit of their own.

Model: an activity is a posture of the forearm with a rhythm and a strength (after Bao and Intille, "Activity
Recognition from User-Annotated Acceleration Data", Pervasive Computing, LNCS 3001, 2004); people differ in tilt, pace
and vigour, so that windows of one person tell little of another. File names are ``<activity>_<person>_<take>.csv``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 32.0
ACTIVITIES = {
    "walk": ((0.2, 0.1, 1.0), (1.0, 0.6, 2.0), 1.8),
    "climb": ((0.4, 0.2, 0.9), (1.4, 0.8, 1.8), 1.5),
    "brush": ((0.8, 0.5, 0.3), (4.0, 1.0, 1.0), 3.6),
    "type": ((0.1, 0.3, -0.95), (0.25, 0.25, 0.3), 5.0),
    "drink": ((0.9, 0.1, 0.4), (0.8, 0.5, 0.6), 0.35),
}


def _record(activity: str, tilt: np.ndarray, pace: float, vigour: float, generator: np.random.Generator) -> np.ndarray:
    posture, strength, rhythm = ACTIVITIES[activity]
    times = np.arange(round(24 * RATE)) / RATE
    wander = 0.15 * np.cumsum(generator.normal(0, 1 / RATE, (len(times), 3)), axis=0)
    up = np.array(posture) + tilt + wander
    phase = 2 * np.pi * np.cumsum(rhythm * pace * (1 + generator.normal(0, 0.15, len(times)))) / RATE
    beat = np.column_stack(
        [np.sin(phase), np.sin(phase + 1), np.sin(2 * phase) if activity in ("walk", "climb") else np.cos(phase)]
    )
    return np.asarray(9.81 * up / np.linalg.norm(up, axis=1, keepdims=True) + vigour * np.array(strength) * beat)


def write(folder: Path, seed: int) -> None:
    """Write sixty recordings of 24 s (time, ax, ay, az in m/s²): five activities of twelve people."""
    generator = np.random.default_rng(seed)
    for person in range(1, 13):
        tilt, pace, vigour = generator.normal(0, 0.12, 3), generator.uniform(0.85, 1.15), generator.uniform(0.7, 1.4)
        for activity in ACTIVITIES:
            felt = _record(activity, tilt, pace, vigour, generator)
            table = np.column_stack([np.arange(len(felt)) / RATE, felt + generator.normal(0, 0.35, felt.shape)])
            name = f"{activity}_p{person}_1.csv"
            np.savetxt(folder / name, table, "%.3f", ",", header="time,ax,ay,az", comments="")
