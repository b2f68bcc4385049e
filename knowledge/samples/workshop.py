"""Recordings of a sensor box on machine tools, as csv: ``drilling_m3_2.csv`` is the second take of machine 3 at drilling.

Four columns after time (s): acceleration x, y, z in m/s² and the motor's current in A, 100 Hz. Each state (idle, drilling,
sawing, polishing) is a sum of harmonics of a spindle or stroke frequency, noise and a load, after the common signal model of
rotating machinery (R. B. Randall, "Vibration-based Condition Monitoring", Wiley, 2011, chapter 2). Every machine has a speed,
mounting (rotation of the axes), gain and idle current of its own: windows of one machine look alike, so that a split at
random over windows promises more than a new machine keeps.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE, SECONDS, MACHINES, TAKES = 100.0, 12.0, 8, 2
# Frequency in Hz, strength in m/s², harmonics, noise in m/s², load in A, frequency of the load's swing in Hz.
STATES = {
    "idle": (24.0, 0.5, 1, 0.35, 0.1, 0.2),
    "drilling": (21.0, 0.9, 2, 0.6, 0.6, 0.25),
    "sawing": (6.0, 1.2, 4, 0.6, 0.7, 3.0),
    "polishing": (27.0, 0.6, 1, 0.5, 0.2, 0.6),
}


def _rotation(random: np.random.Generator) -> np.ndarray:
    return np.asarray(np.linalg.qr(random.standard_normal((3, 3)))[0])


def _recording(state: str, machine: np.random.Generator, take: np.random.Generator) -> np.ndarray:
    """Samples by channels; the machine's own draws come first and are the same for all of its takes."""
    mounting, gain, speed = _rotation(machine), machine.uniform(0.6, 1.5), machine.uniform(0.88, 1.12)
    own_current = machine.uniform(0.8, 2.0)
    frequency, strength, harmonics, noise, load, swing = STATES[state]
    times = np.arange(round(SECONDS * RATE)) / RATE
    drift = np.cumsum(0.02 * take.standard_normal(len(times)))
    phase = 2 * np.pi * frequency * speed * take.uniform(0.97, 1.03) * times + drift
    motion = np.zeros((len(times), 3))
    for order in range(1, harmonics + 1):
        for axis in range(3):
            part = (1.0, 0.6, 0.3)[axis] / order
            motion[:, axis] += strength * part * np.sin(order * phase + take.uniform(0, 6.28))
    motion += noise * take.standard_normal(motion.shape)
    acceleration = gain * motion @ mounting.T + mounting @ np.array([0.0, 0.0, 9.81])
    current = own_current + load * gain * (1 + 0.4 * np.sin(2 * np.pi * swing * times + take.uniform(0, 6.28)))
    return np.column_stack([acceleration, current + 0.08 * take.standard_normal(len(times))])


def write(folder: Path, seed: int) -> None:
    """Write two takes of every state on every machine."""
    for machine in range(1, MACHINES + 1):
        for number, state in enumerate(STATES):
            for take in range(1, TAKES + 1):
                own, drawn = (
                    np.random.default_rng([seed, machine]),
                    np.random.default_rng([seed, machine, number, take]),
                )
                recording = _recording(state, own, drawn)
                rows = [
                    f"{place / RATE:.2f}," + ",".join(f"{value:.2f}" for value in row)
                    for place, row in enumerate(recording.tolist())
                ]
                path = folder / f"{state}_m{machine}_{take}.csv"
                path.write_text("\n".join(["time,x,y,z,current", *rows, ""]), "ascii")
