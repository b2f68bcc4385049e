"""How faithful and how small a compressed trend is."""

from __future__ import annotations

import numpy as np


def trend_scores(
    signal: np.ndarray,
    rate: float,
    vertex_times: np.ndarray,
    vertex_values: np.ndarray,
    vertex_bytes: int = 8,
    sample_bytes: int = 4,
) -> tuple[float, float, float]:
    """Restore a trend of straight lines at every sampling time and compare it with what was measured: the greatest and the
    root-mean-square error, and how many times fewer bytes the vertices take than the samples.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings as measured, without NaN
    rate : float, in Hz
        sampling rate
    vertex_times : numpy.ndarray, shape (vertices,), in s
        increasing, from the first sample's time 0 to the last one's
    vertex_values : numpy.ndarray, shape (vertices,)
        values of the line there
    vertex_bytes : int, in bytes
        size of a stored vertex, time and value
    sample_bytes : int, in bytes
        size of a stored sample, without its time

    Returns
    -------
    ratio : float
        bytes of the samples over bytes of the vertices
    greatest_error : float
        in the signal's unit
    typical_error : float
        root of the mean squared error, in the signal's unit

    Raises
    ------
    ValueError
        where there are no samples, the rate is not above 0, or the vertices do not span the samples

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: historian, reconstruction error, lossy compression, interpolation.

    References
    ----------
    E. H. Bristol, "Swinging Door Trending: Adaptive Trend Recording?", ISA National Conference Proceedings, 1990.

    Examples
    --------
    >>> trend_scores(np.array([0.0, 1.0, 2.5, 3.0]), 1.0, np.array([0.0, 3.0]), np.array([0.0, 3.0]))
    (1.0, 0.5, 0.25)
    """
    signal = np.asarray(signal, dtype=float)
    if signal.size == 0 or rate <= 0:
        raise ValueError("signal, rate: samples and a rate above 0 are needed")
    times = np.arange(signal.size) / rate
    if len(vertex_times) != len(vertex_values) or not np.allclose([vertex_times[0], vertex_times[-1]], times[[0, -1]]):
        raise ValueError("vertex_times: do not span the samples")
    errors = np.interp(times, vertex_times, vertex_values) - signal
    ratio = signal.size * sample_bytes / (len(vertex_times) * vertex_bytes)
    return float(ratio), float(np.abs(errors).max()), float(np.sqrt(np.mean(errors**2)))
