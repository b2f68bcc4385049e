"""Muscle onset by the Teager-Kaiser energy."""

from __future__ import annotations

import numpy as np


def emg_onset_teager(signal: np.ndarray, rate: float, rest: float, height: float = 8.0, hold: float = 0.06) -> int:
    """Find where a muscle becomes active by the Teager-Kaiser energy x[n]**2 - x[n-1] * x[n+1], averaged over a centred
    window of 25 ms. The muscle is active where the average exceeds mean + height * standard deviation of the averages
    within the rest at the beginning, and stays above for the hold time.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one EMG channel, its baseline may wander
    rate : float, in Hz
        its sampling rate
    rest : float, in s
        the muscle is at rest for this long at the beginning
    height : float
        threshold in standard deviations above the mean
    hold : float, in s
        the average must stay above the threshold for this long

    Returns
    -------
    onset : int, in samples
        first sample of the activity behind the rest, -1 where there is none
    """
    energy = np.zeros(len(signal))
    energy[1:-1] = signal[1:-1] ** 2 - signal[:-2] * signal[2:]
    width = max(1, round(0.025 * rate))
    smooth = np.convolve(energy, np.ones(width) / width, mode="same")
    first = round(rest * rate)
    quiet = smooth[:first]
    active = smooth > quiet.mean() + height * quiet.std()
    length = max(1, round(hold * rate))
    run = 0
    for number in range(first, len(signal)):
        run = run + 1 if active[number] else 0
        if run == length:
            return number - length + 1
    return -1
