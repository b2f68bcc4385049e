"""Photoplethysmograms at the wrist with motion and drift, with the true pulse rate.

Model: each beat adds a systolic and a dicrotic wave (two Gaussians; Elgendi, "On the Analysis of Fingertip
Photoplethysmogram Signals", Current Cardiology Reviews 8(1), 2012) to a drifting baseline; some seconds of arm motion
drown it. ``<name>.truth.csv`` holds the pulse rate of each 10 s window.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 64.0


def _beats(seconds: float, bpm: float, generator: np.random.Generator) -> np.ndarray:
    moments = [0.3]
    while moments[-1] < seconds:
        slow = 1 + 0.12 * np.sin(2 * np.pi * moments[-1] / 45) + 0.04 * np.sin(2 * np.pi * 0.25 * moments[-1])
        moments.append(moments[-1] + 60 / bpm / slow + generator.normal(0, 0.005))
    return np.array(moments)


def write(folder: Path, seed: int) -> None:
    """Write four recordings of 60 s (time, ppg) and their truth (bpm of six windows)."""
    generator = np.random.default_rng(seed)
    times = np.arange(round(60 * RATE)) / RATE
    for name, bpm in (("sleep", 54.0), ("desk", 72.0), ("walk", 95.0), ("sport", 138.0)):
        beats = _beats(62, bpm, generator)
        since, width = times[:, None] - beats, min(0.08, 4.5 / bpm)
        wave = np.exp(-(((since - 0.2) / width) ** 2)) + 0.35 * np.exp(
            -(((since - 0.2 - 3 * width) / (1.2 * width)) ** 2)
        )
        signal = wave.sum(axis=1) + 1.5 * np.sin(2 * np.pi * 0.07 * times + bpm) + generator.normal(0, 0.06, len(times))
        for start in (14, 43):
            arm = (times > start) & (times < start + 3)
            signal[arm] += 2.5 * np.sin(2 * np.pi * generator.uniform(0.8, 2.5) * times[arm]) + generator.normal(
                0, 0.8, arm.sum()
            )
        table = np.column_stack([times, 100 + 10 * signal])
        np.savetxt(folder / f"{name}.csv", table, "%.4f", ",", header="time,ppg", comments="")
        truth = [60 / np.median(np.diff(beats[(beats >= start) & (beats < start + 10)])) for start in range(0, 60, 10)]
        np.savetxt(folder / f"{name}.truth.csv", truth, "%.2f", header="bpm", comments="")
