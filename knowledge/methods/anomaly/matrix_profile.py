"""Matrix profile by STOMP."""

from __future__ import annotations

import numpy as np
from scipy.signal import fftconvolve


def matrix_profile(signal: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Tell for every stretch of a signal how far it is from the one most like it elsewhere: the highest value is the
    strangest stretch (discord), the lowest a pattern that recurs (motif). Distances are between stretches brought to mean 0
    and spread 1 (STOMP).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values
    length : int, in samples
        of a stretch: about one period of what recurs

    Returns
    -------
    profile : numpy.ndarray, shape (samples - length + 1,)
        distance of the stretch that starts there to its nearest neighbour
    neighbours : numpy.ndarray, shape (samples - length + 1,), in samples
        start of that neighbour

    Raises
    ------
    ValueError
        where the length is below 4, the signal holds NaN or is shorter than two stretches

    Notes
    -----
    Time: O(samples²). Memory: O(samples). A constant stretch is as far as can be from every other that is not.
    Keywords: discord, motif, time series anomaly, unsupervised.

    References
    ----------
    Y. Zhu et al., "Matrix Profile II: Exploiting a Novel Algorithm and GPUs to Break the One Hundred Million Barrier for
    Time Series Motifs and Joins", IEEE ICDM, 2016, algorithm STOMP. doi:10.1109/ICDM.2016.0085

    Examples
    --------
    >>> signal = np.sin(np.arange(400) * 2 * np.pi / 20)
    >>> signal[200:210] = 0.3
    >>> profile, neighbours = matrix_profile(signal, 20)
    >>> 180 < int(np.argmax(profile)) < 212
    True
    """
    signal = np.asarray(signal, float)
    if length < 4 or len(signal) < 2 * length or not np.isfinite(signal).all():
        raise ValueError(f"stretches of {length} need {2 * max(length, 4)} samples or more without NaN")
    values = (signal - signal.mean()) / max(float(signal.std()), 1e-12)
    stretches = np.lib.stride_tricks.sliding_window_view(values, length)
    mean, spread = stretches.mean(axis=1), np.maximum(stretches.std(axis=1), 1e-6)
    count, gap = len(stretches), max(length // 4, 1)
    first = fftconvolve(values, values[:length][::-1], "valid")
    profile, neighbours, products = np.full(count, np.inf), np.zeros(count, int), first.copy()
    for row in range(count):
        if row:
            products[1:] = products[:-1] - values[row - 1] * values[: count - 1]
            products[1:] += values[row + length - 1] * values[length:]
            products[0] = first[row]
        correlation = (products / length - mean * mean[row]) / (spread * spread[row])
        correlation[max(row - gap, 0) : row + gap + 1] = -np.inf
        neighbours[row] = np.argmax(correlation)
        profile[row] = np.sqrt(2 * length * max(1 - correlation[neighbours[row]], 0.0))
    return profile, neighbours
