"""Wrong: it takes the longest rise for samples."""

from __future__ import annotations

import numpy as np


def skin_responses(
    signal: np.ndarray, rate: float, least: float = 0.05, longest: float = 5.0
) -> tuple[np.ndarray, np.ndarray]:
    """Responses in skin conductance."""
    slopes = np.diff(signal)
    minima = np.flatnonzero((slopes[:-1] <= 0) & (slopes[1:] > 0)) + 1
    maxima = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)) + 1
    peaks, amplitudes = [], []
    for foot in minima:
        later = maxima[maxima > foot]
        if not len(later):
            break
        rise = signal[later[0]] - signal[foot]
        if rise >= least and later[0] - foot <= longest:
            peaks.append(later[0])
            amplitudes.append(rise)
    return np.array(peaks, dtype=int), np.array(amplitudes, dtype=float)
