"""Damping of a structure by its ring-down."""

from __future__ import annotations

import numpy as np


def ring_down_damping(signal: np.ndarray, rate: float) -> tuple[float, float]:
    """Give natural frequency and damping ratio of a single decaying oscillation by the logarithmic decrement d: the
    mean fall of the logarithm from one positive maximum to the next, over the maxima of at least 5 % of the largest.
    The ratio is d / sqrt(4 pi**2 + d**2), and the natural frequency that of the oscillation over sqrt(1 - ratio**2).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        acceleration about 0 from the blow on, free of noise
    rate : float, in Hz
        its sampling rate, 40 or more samples a period

    Returns
    -------
    frequency : float, in Hz
        natural frequency without damping, good to 2 %
    ratio : float
        damping ratio, 0 to 1, good to 5 %

    Raises
    ------
    ValueError
        where there are fewer than two such maxima
    """
    signal = np.asarray(signal, dtype=float)
    inner = signal[1:-1]
    maxima = np.flatnonzero((inner > signal[:-2]) & (inner >= signal[2:]) & (inner > 0)) + 1
    maxima = maxima[signal[maxima] >= 0.05 * signal[maxima].max(initial=0.0)]
    if len(maxima) < 2:
        raise ValueError("signal: fewer than two maxima")
    periods = np.arange(len(maxima))
    decrement = -np.polyfit(periods, np.log(signal[maxima]), 1)[0]
    ratio = decrement / np.hypot(2.0 * np.pi, decrement)
    damped = rate * (len(maxima) - 1) / (maxima[-1] - maxima[0])
    return float(damped / np.sqrt(1.0 - ratio**2)), float(ratio)
