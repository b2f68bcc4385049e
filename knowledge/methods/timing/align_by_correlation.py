"""Time shift between two recordings of one event."""

from __future__ import annotations

import numpy as np
from scipy.signal import correlate


def align_by_correlation(
    signal: np.ndarray,
    other: np.ndarray,
    rate: float,
    longest: float = 10.0,
) -> tuple[float, float]:
    """Find by how much one logger's recording lags another's of the same motion or sound: the peak of the normalised
    cross-correlation over the overlapping part, refined between samples by a parabola, with its height as a measure of trust.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        first recording
    other : numpy.ndarray, shape (other samples,)
        second recording at the same rate
    rate : float, in Hz
        sampling rate of both
    longest : float, in s
        largest shift that is looked for

    Returns
    -------
    shift : float, in s
        how much later the event stands in the second recording
    correlation : float
        from -1 to 1; below about 0.3 the recordings hardly share anything

    Raises
    ------
    ValueError
        where a recording is not one channel of at least 8 finite samples or is constant

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: synchronisation, lag, delay estimation, cross-correlation, loggers.

    References
    ----------
    G. Jacovitti and G. Scarano, "Discrete Time Techniques for Time Delay Estimation", IEEE Trans. Signal Process. 41(2), 1993.
    doi:10.1109/78.193195

    Examples
    --------
    >>> motion = np.random.default_rng(seed=0).standard_normal(1000).cumsum()
    >>> shift, correlation = align_by_correlation(motion[50:900], motion[:850], 100.0)
    >>> round(shift, 2), correlation > 0.99
    (0.5, True)
    """
    for recording in (signal, other):
        if recording.ndim != 1 or recording.size < 8 or not np.isfinite(recording).all() or not np.ptp(recording):
            raise ValueError("recordings must be one channel of at least 8 finite samples, not constant")
    first, second = signal - signal.mean(), other - other.mean()
    lags = np.arange(1 - first.size, second.size)
    products = correlate(second, first, method="fft")
    # Energy of the parts that overlap at each lag: without it long overlaps win.
    squares = [np.concatenate(([0.0], np.cumsum(x**2))) for x in (first, second)]
    starts, ends = np.maximum(0, -lags), np.minimum(first.size, second.size - lags)
    energy = (squares[0][ends] - squares[0][starts]) * (squares[1][ends + lags] - squares[1][starts + lags])
    allowed = (np.abs(lags) <= longest * rate) & (ends - starts >= 0.25 * min(first.size, second.size))
    score = np.where(allowed & (energy > 0), products / np.sqrt(np.maximum(energy, 1e-300)), -1.0)
    best = int(np.clip(score.argmax(), 1, score.size - 2))
    left, middle, right = score[best - 1 : best + 2]
    curve = left - 2.0 * middle + right
    between = 0.5 * (left - right) / curve if curve < 0 else 0.0
    return float(lags[best] + between) / rate, float(middle)
