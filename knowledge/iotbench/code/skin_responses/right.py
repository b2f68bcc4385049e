"""Responses in skin conductance."""

from __future__ import annotations

import numpy as np


def skin_responses(
    signal: np.ndarray, rate: float, least: float = 0.05, longest: float = 5.0
) -> tuple[np.ndarray, np.ndarray]:
    """Find the responses in a smooth skin conductance signal, each from a local minimum to the next local maximum: the
    rise must be high enough and short enough.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in uS
        skin conductance, already smooth
    rate : float, in Hz
        its sampling rate
    least : float, in uS
        a response rises by at least this much
    longest : float, in s
        a response takes no longer than this from minimum to maximum

    Returns
    -------
    peaks : numpy.ndarray, shape (responses,), in samples
        increasing sample numbers of the maxima
    amplitudes : numpy.ndarray, shape (responses,), in uS
        height of each maximum above its own minimum

    Notes
    -----
    The ends of the recording are no extremes: a rise that has begun before the recording or goes on at its end does
    not count.
    """
    slopes = np.diff(signal)
    minima = np.flatnonzero((slopes[:-1] <= 0) & (slopes[1:] > 0)) + 1
    maxima = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)) + 1
    peaks, amplitudes = [], []
    for foot in minima:
        later = maxima[maxima > foot]
        if not len(later):
            break
        rise = signal[later[0]] - signal[foot]
        if rise >= least and later[0] - foot <= longest * rate:
            peaks.append(later[0])
            amplitudes.append(rise)
    return np.array(peaks, dtype=int), np.array(amplitudes, dtype=float)
