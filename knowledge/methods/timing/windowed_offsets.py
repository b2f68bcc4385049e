"""How the shift between two loggers changes over time."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, rfft


def _lag(first: np.ndarray, second: np.ndarray, reach: int) -> tuple[float, float]:
    """Lag in samples and correlation; NaN where the best lies at the end of what is looked at."""
    size = 1 << (first.size + second.size).bit_length()
    first, second = first - first.mean(), second - second.mean()
    products = irfft(rfft(second, size) * rfft(first, size).conj(), size)
    lags = np.arange(-reach, reach + 1)
    scores = products[lags] / max(float(np.sqrt(np.sum(first**2) * np.sum(second**2))), 1e-30)
    best = int(scores.argmax())
    if best in {0, lags.size - 1}:
        return np.nan, 0.0
    left, middle, right = scores[best - 1 : best + 2]
    return float(lags[best] + 0.5 * (left - right) / (left - 2.0 * middle + right)), float(middle)


def windowed_offsets(
    signal: np.ndarray,
    other: np.ndarray,
    rate: float,
    window: float = 30.0,
    longest: float = 2.0,
    sure: float = 0.5,
) -> tuple[np.ndarray, np.ndarray]:
    """Measure how the shift between two loggers that felt the same motion changes while their clocks drift apart: a
    cross-correlation of each window, refined between samples; windows without enough in common give NaN.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        reference recording
    other : numpy.ndarray, shape (other samples,)
        second recording at the same nominal rate
    rate : float, in Hz
        nominal rate of both
    window : float, in s
        length of a window; windows overlap by half
    longest : float, in s
        largest shift that is looked for
    sure : float
        correlation from which a window counts

    Returns
    -------
    times : numpy.ndarray, shape (windows,), in s
        middle of each window by the reference
    offsets : numpy.ndarray, shape (windows,), in s
        how much later the second recording shows what the reference does, NaN where not sure

    Raises
    ------
    ValueError
        where a recording is not one channel of finite samples or both are shorter than one window

    Notes
    -----
    Time: O(samples log window). Memory: O(samples).
    Keywords: clock drift, synchronisation, dual loggers, moving cross-correlation.

    References
    ----------
    G. Jacovitti and G. Scarano, "Discrete Time Techniques for Time Delay Estimation", IEEE Trans. Signal Process. 41(2), 1993.
    doi:10.1109/78.193195

    Examples
    --------
    >>> motion = np.random.default_rng(seed=0).standard_normal(6000)
    >>> times, offsets = windowed_offsets(motion[20:], motion, 100.0, window=10.0)
    >>> bool(np.allclose(offsets, 0.2, atol=0.002))
    True
    """
    common = min(signal.size, other.size)
    length = round(window * rate)
    if (
        signal.ndim != 1
        or other.ndim != 1
        or common < length
        or not np.isfinite(signal[:common] + other[:common]).all()
    ):
        raise ValueError(f"recordings must be one channel of at least {length} finite samples")
    reach = min(round(longest * rate), length // 2)
    starts = np.arange(0, common - length + 1, max(1, length // 2))
    pairs = [_lag(signal[s : s + length], other[s : s + length], reach) for s in starts.tolist()]
    offsets = np.array([lag if correlation >= sure else np.nan for lag, correlation in pairs]) / rate
    return (starts + length / 2) / rate, offsets
