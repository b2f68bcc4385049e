"""Bearings in four states on two machines, with a tachometer, as state_machine_take.csv.

The usual model of a rolling bearing fault (R. B. Randall and J. Antoni, 2011): strikes at the fault's frequency, made uneven by slip
of a percent, each exciting a decaying resonance; an inner race fault is modulated by the shaft, which carries it through the load.
Over it lie a shaft and gear tones ten times as strong and noise, so that the raw spectrum shows the gear. Fault orders are those of a
6205 bearing; speed differs from take to take.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, SECONDS = 10000, 1.2
ORDERS = {"healthy": 0.0, "outer": 3.585, "inner": 5.415, "ball": 4.715}


def _strikes(state: str, shaft: float, resonance: float, rng: np.random.Generator) -> np.ndarray:
    """The bearing's part of the acceleration."""
    sound = np.zeros(round(RATE * SECONDS))
    if state == "healthy":
        return sound
    interval = RATE / (ORDERS[state] * shaft)
    moments = np.cumsum(rng.normal(interval, 0.01 * interval, int(sound.size / interval) - 2)).astype(int)
    moments = moments[moments < sound.size - 150]
    loads = 1.0 + (0.6 * np.cos(2 * np.pi * shaft * moments / RATE) if state == "inner" else 0.0 * moments)
    ring = np.exp(-np.arange(150) / 20) * np.sin(2 * np.pi * resonance * np.arange(150) / RATE)
    for moment, load in zip(moments, loads, strict=True):
        sound[moment : moment + 150] += load * ring
    return sound


def write(folder: Path, seed: int) -> None:
    """Write two takes of four states on two machines: time, acceleration in m/s² and the tachometer in V."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(RATE * SECONDS)) / RATE
    for machine, resonance in enumerate((2700.0, 3600.0)):
        for state in ORDERS:
            for take in range(2):
                shaft = rng.uniform(24, 33)
                angle = 2 * np.pi * shaft * times + rng.uniform(0, 6)
                acceleration = 3 * np.sin(angle) + 6 * np.sin(17 * angle) + 0.4 * rng.standard_normal(times.size)
                acceleration += 1.5 * _strikes(state, shaft, resonance, rng)
                tacho = np.where(angle / (2 * np.pi) % 1 < 0.1, 5.0, 0.0) + 0.1 * rng.standard_normal(times.size)
                columns = {"time": times, "acceleration": np.round(acceleration, 3), "tacho": np.round(tacho, 2)}
                write_table(folder / f"{state}_machine{machine}_{take}.csv", columns)
