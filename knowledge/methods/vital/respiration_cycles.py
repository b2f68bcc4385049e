"""Breaths in a respiration signal by counting confirmed cycles."""

from __future__ import annotations

import numpy as np
from scipy.signal import argrelmax, argrelmin, butter, resample_poly, sosfiltfilt


def _slowed(signal: np.ndarray, rate: float) -> tuple[np.ndarray, float]:
    factor = max(int(rate // 10), 1)
    return (
        (resample_poly(signal, 1, factor, padtype="line"), rate / factor)
        if factor > 1
        else (np.asarray(signal, float), rate)
    )


def respiration_cycles(
    signal: np.ndarray, rate: float, low: float = 0.1, high: float = 0.5, share: float = 0.2
) -> tuple[np.ndarray, float]:
    """Find the breaths in the signal of a chest belt, an airflow sensor or an accelerometer: a breath counts where
    exactly one deep minimum lies between two high maxima (the original count method of Schäfer and Kratky).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        respiration, any unit
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        slowest breathing that is looked for
    high : float, in Hz
        fastest breathing that is looked for
    share : float
        share of the third quartile of the maxima that a maximum must reach

    Returns
    -------
    breaths : numpy.ndarray, shape (breaths,), in samples
        increasing sample numbers of the maxima that begin a confirmed cycle
    breaths_per_minute : float, in 1/min
        60 over the mean length of the confirmed cycles; NaN where there are none

    Raises
    ------
    ValueError
        where the signal is shorter than 20 s or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: breathing rate, respiratory rate, chest strap, inductance plethysmography, airflow.

    References
    ----------
    A. Schäfer and K. W. Kratky, "Estimation of Breathing Rate from Respiratory Sinus Arrhythmia: Comparison of
    Various Methods", Annals of Biomedical Engineering 36(3), 2008. doi:10.1007/s10439-007-9428-1

    Examples
    --------
    >>> belt = np.cos(2 * np.pi * 0.25 * np.arange(1500) / 25.0)
    >>> breaths, per_minute = respiration_cycles(belt, 25.0)
    >>> round(per_minute), int(np.median(np.diff(breaths)))
    (15, 100)
    """
    if len(signal) < 20 * rate or not np.all(np.isfinite(signal)):
        raise ValueError("signal needs 20 s or more of finite samples")
    slow, slow_rate = _slowed(signal, rate)
    filtered = sosfiltfilt(butter(4, (low, high), "bandpass", fs=slow_rate, output="sos"), slow)
    maxima, minima = argrelmax(filtered)[0], argrelmin(filtered)[0]
    high_ones = filtered[maxima][filtered[maxima] > 0]
    if not len(high_ones):
        return np.array([], dtype=int), float("nan")
    maxima = maxima[filtered[maxima] > share * np.quantile(high_ones, 0.75)]
    minima = minima[filtered[minima] < 0]
    between = np.diff(np.searchsorted(minima, maxima))
    confirmed = np.flatnonzero(between == 1)
    lengths = (maxima[confirmed + 1] - maxima[confirmed]) / slow_rate
    breaths = np.round(maxima[confirmed] * rate / slow_rate).astype(int)
    return breaths, 60 / float(lengths.mean()) if len(lengths) else float("nan")
