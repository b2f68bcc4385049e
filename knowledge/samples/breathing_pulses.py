"""Finger photoplethysmograms whose level, amplitude and rhythm breathe, with the true respiration rate.

Model: breathing moves the baseline, the height and the intervals of the pulses (Karlen et al., "Multiparameter
Respiratory Rate Estimation From the Photoplethysmogram", IEEE Trans. Biomed. Eng. 60(7), 2013); slow vascular waves
of 0.03 Hz are stronger than breathing. ``<name>.truth.csv`` holds the rate of each 32 s window, every 16 s.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 100.0


def write(folder: Path, seed: int) -> None:
    """Write three recordings of 128 s (time, ppg) and their truth (breaths a minute of seven windows)."""
    generator = np.random.default_rng(seed)
    times = np.arange(round(128 * RATE)) / RATE
    for name, first, last, interval in (
        ("rest", 11.0, 14.0, 0.95),
        ("ward", 17.0, 21.0, 0.75),
        ("fever", 26.0, 23.0, 0.6),
    ):
        pace = first + (last - first) * times / times[-1]
        phase = 2 * np.pi * np.cumsum(pace / 60) / RATE
        breath, beats = np.sin(phase), [0.1]
        while beats[-1] < times[-1]:
            beats.append(
                beats[-1] + interval * (1 + 0.05 * np.interp(beats[-1], times, breath)) + generator.normal(0, 0.004)
            )
        since = times[:, None] - np.array(beats)
        wave = (np.exp(-(((since - 0.2) / 0.07) ** 2)) + 0.3 * np.exp(-(((since - 0.42) / 0.08) ** 2))).sum(axis=1)
        slow = 0.3 * np.sin(2 * np.pi * 0.03 * times + first)
        signal = wave * (1 + 0.12 * breath) + 0.12 * breath + slow + generator.normal(0, 0.015, len(times))
        np.savetxt(
            folder / f"{name}.csv", np.column_stack([times, signal]), "%.4f", ",", header="time,ppg", comments=""
        )
        truth = [pace[start : start + 3200].mean() for start in range(0, len(times) - 3199, 1600)]
        np.savetxt(folder / f"{name}.truth.csv", truth, "%.2f", header="breaths", comments="")
