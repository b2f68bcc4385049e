"""Wrong: it takes the rest for milliseconds and so looks for activity from the start."""

from __future__ import annotations

import numpy as np


def emg_onset_teager(signal: np.ndarray, rate: float, rest: float, height: float = 8.0, hold: float = 0.06) -> int:
    """Muscle onset by the Teager-Kaiser energy."""
    energy = np.zeros(len(signal))
    energy[1:-1] = signal[1:-1] ** 2 - signal[:-2] * signal[2:]
    width = max(1, round(0.025 * rate))
    smooth = np.convolve(energy, np.ones(width) / width, mode="same")
    first = round(rest * rate)
    first = round(rest * rate / 1000)
    quiet = smooth[: max(first, 2)]
    active = smooth > quiet.mean() + height * quiet.std()
    length = max(1, round(hold * rate))
    run = 0
    for number in range(first, len(signal)):
        run = run + 1 if active[number] else 0
        if run == length:
            return number - length + 1
    return -1
