"""Acceleration of people who wear a sensor on the belt, labelled by what they do.

Model: gravity in the frame of a sensor that every person clips on a little differently; steps as a fundamental with two harmonics whose
cadence, strength and sharpness are the person's own; stairs are slower, less regular walking with a leaning trunk; cycling is smooth
and leans more; sitting has slow shifts. White noise of the sensor. Cadences of people overlap, so a program that learns single people
does badly on others.
Source: cadence and amplitude ranges of belt-worn sensors, J. J. Kavanagh and H. B. Menz, "Accelerometry: A technique for quantifying
movement patterns during walking", Gait & Posture 28(1), 2008.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 25
SECONDS = 30
PEOPLE = 20
# label: steps a second, strength in m/s2, strength of the second and third harmonic, lean in radians
ACTIVITIES = {
    "sit": (0.25, 0.15, 0.3, 0.1, 0.30),
    "cycle": (1.25, 0.9, 0.2, 0.1, 0.55),
    "stairs": (1.55, 2.2, 0.6, 0.4, 0.15),
    "walk": (1.85, 2.6, 0.5, 0.2, 0.05),
    "run": (2.65, 8.5, 0.4, 0.2, 0.10),
}


def _turned(vectors: np.ndarray, pitch: float, yaw: float) -> np.ndarray:
    x, y, z = vectors.T
    x, z = np.cos(pitch) * x + np.sin(pitch) * z, np.cos(pitch) * z - np.sin(pitch) * x
    return np.column_stack([np.cos(yaw) * x - np.sin(yaw) * y, np.sin(yaw) * x + np.cos(yaw) * y, z])


def _recording(label: str, person: np.ndarray, random: np.random.Generator) -> np.ndarray:
    cadence, strength, second, third, lean = ACTIVITIES[label]
    drift = np.cumsum(random.normal(0, 0.02, RATE * SECONDS))
    phase = 2 * np.pi * (cadence * person[0] * np.arange(RATE * SECONDS) / RATE + drift)
    up = np.sin(phase) + second * person[2] * np.sin(2 * phase + 0.4) + third * np.sin(3 * phase + 1.1)
    forward = 0.5 * np.sin(phase + 0.8) + 0.3 * np.sin(2 * phase)
    side = 0.35 * np.sin(phase / 2)
    motion = strength * person[1] * np.column_stack([forward, side, up])
    worn = _turned(motion + np.array([0.0, 0.0, 9.81]), lean + person[3], person[4])
    return worn + random.normal(0, 0.25, worn.shape)


def write(folder: Path, seed: int) -> None:
    """Write ``<label>_p<person>_<take>.csv`` with the columns t, x, y and z in m/s2."""
    for number in range(PEOPLE):
        random = np.random.default_rng([seed, number])
        person = np.append(random.normal(1, [0.09, 0.15, 0.3]), random.normal(0, [0.12, 0.25]))
        for label in ACTIVITIES:
            rows = _recording(label, person, random)
            lines = [f"{index / RATE:.2f},{x:.2f},{y:.2f},{z:.2f}" for index, (x, y, z) in enumerate(rows)]
            (folder / f"{label}_p{number:02d}_1.csv").write_text("\n".join(["t,x,y,z", *lines]) + "\n", "utf-8")
