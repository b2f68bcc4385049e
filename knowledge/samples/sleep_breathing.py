"""Nights of breathing by a chest belt with pauses, shallow stretches and turns in bed, with the begins of the pauses.

Model: a breath is an unequal sine whose depth and pace wander; a pause leaves a tenth of the amplitude for 12 to 35
s, a hypopnea two thirds of it; turning over jolts the belt and changes its gain (Berry et al., "Rules for Scoring
Respiratory Events in Sleep", Journal of Clinical Sleep Medicine 8(5), 2012). ``<name>.truth.csv`` holds the begins of
the pauses in s.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 10.0


def write(folder: Path, seed: int) -> None:
    """Write three recordings of 900 s (time, effort) and their truth (start)."""
    generator = np.random.default_rng(seed)
    times = np.arange(round(900 * RATE)) / RATE
    for number, count in enumerate((3, 9, 14), 1):
        pace = 0.24 + 0.03 * np.sin(2 * np.pi * times / 130 + number)
        phase = 2 * np.pi * np.cumsum(pace) / RATE
        depth = 1 + 0.15 * np.sin(2 * np.pi * times / 75)
        slots = np.sort(generator.permutation(16)[:count]) * 52 + 40
        starts = slots + generator.uniform(0, 8, count)
        for start in starts:
            depth[(times >= start) & (times < start + generator.uniform(14, 30))] *= 0.08
        depth[(times > 875) & (times < 895)] *= 0.65
        gain = np.where(times > 450, 1.6, 1.0)
        jolt = 4 * np.exp(-(((times - 450) / 1.5) ** 2))
        signal = gain * depth * (np.sin(phase) + 0.2 * np.sin(2 * phase)) + jolt + 0.002 * times
        table = np.column_stack([times, signal + generator.normal(0, 0.04, len(times))])
        np.savetxt(folder / f"night{number}.csv", table, "%.3f", ",", header="time,effort", comments="")
        np.savetxt(folder / f"night{number}.truth.csv", starts, "%.2f", header="start", comments="")
