"""Nights of breathing by a chest belt with pauses, shallow stretches and turns in bed, with the begins of the pauses.

Model: a breath is an unequal sine whose depth and pace wander. What happens in a night, each in a minute of its own:

- a pause of 13 to 40 s that leaves 4 to 14 % of the effort, with deeper breaths after it; more than one length and depth,
  since an obstructed sleeper still moves the chest;
- a hypopnea of 15 to 40 s that leaves 50 to 65 %, and a stop of 4 to 6 s: neither is a pause, and a program that looks
  for any lowering, or for no lower length, is wrong here;
- a turn that shakes the belt for some seconds and leaves it about half as tight. After three turns quiet breathing is as
  small as a pause was at the begin of the night: no threshold holds for a whole night.

The baseline drifts by more than a breath, and the heart moves the chest in the pauses too. Definitions: Berry et al., "Rules
for Scoring Respiratory Events in Sleep", Journal of Clinical Sleep Medicine 8(5), 2012. ``<name>.truth.csv`` holds the
begins of the pauses in s.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE, MINUTES = 10.0, 26
TURNS, HYPOPNEAS, STOPS = 3, 4, 3


def _lowered(
    times: np.ndarray, starts: np.ndarray, lengths: np.ndarray, shares: np.ndarray, after: float = 1.0
) -> np.ndarray:
    """Factor of the effort by events that leave a share of it, and by the breaths within 12 s after them."""
    factor = np.ones(len(times))
    for start, length, share in zip(starts, lengths, shares, strict=True):
        factor[(times >= start) & (times < start + length)] = share
        factor[(times >= start + length) & (times < start + length + 12)] = after
    return factor


def _turned(generator: np.random.Generator, times: np.ndarray, turns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gain of the belt over the night, and what shakes it while the sleeper turns."""
    gain, shaking = np.full(len(times), 3.0), np.zeros(len(times))
    for turn in turns:
        gain[times >= turn] *= generator.uniform(0.42, 0.5)
        burst = np.exp(-(((times - turn) / generator.uniform(1.0, 2.0)) ** 2))
        shaking += burst * np.convolve(generator.normal(0, 3, len(times)), np.ones(5), "same")
    return gain, shaking


def _night(generator: np.random.Generator, pauses: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, the belt's signal and the begins of the pauses."""
    times = np.arange(round(60 * MINUTES * RATE)) / RATE
    minutes = 60.0 * generator.permutation(np.arange(1, MINUTES - 1)) + generator.uniform(0, 15, MINUTES - 2)
    starts, turns, shallow, stops, _ = np.split(minutes, np.cumsum([pauses, TURNS, HYPOPNEAS, STOPS]))
    wander = 0.12 * np.sin(2 * np.pi * times / 75) + 0.15 * np.sin(2 * np.pi * times / 700 + pauses)
    depth = (1 + wander) * _lowered(
        times, starts, generator.uniform(13, 40, pauses), generator.uniform(0.04, 0.14, pauses), 1.3
    )
    depth *= _lowered(times, shallow, generator.uniform(15, 40, HYPOPNEAS), generator.uniform(0.5, 0.65, HYPOPNEAS))
    depth *= _lowered(times, stops, generator.uniform(4, 6, STOPS), np.full(STOPS, 0.1))
    phase = 2 * np.pi * np.cumsum(0.24 + 0.03 * np.sin(2 * np.pi * times / 130 + pauses)) / RATE
    gain, shaking = _turned(generator, times, turns)
    breaths = depth * (np.sin(phase) + 0.2 * np.sin(2 * phase)) + 0.04 * np.sin(2 * np.pi * 1.1 * times)
    drift = 4 * np.sin(2 * np.pi * times / 400 + generator.uniform(0, 6)) + 0.002 * times
    return times, gain * breaths + shaking + drift + generator.normal(0, 0.02, len(times)), np.sort(starts)


def write(folder: Path, seed: int) -> None:
    """Write three recordings of 26 min (time, effort) and their truth (start)."""
    generator = np.random.default_rng(seed)
    for number, pauses in enumerate((6, 9, 13), 1):
        times, signal, starts = _night(generator, pauses)
        table = np.column_stack([times, signal])
        np.savetxt(folder / f"night{number}.csv", table, "%.3f", ",", header="time,effort", comments="")
        np.savetxt(folder / f"night{number}.truth.csv", starts, "%.2f", header="start", comments="")
