"""Exponential moving average over irregular samples."""

from __future__ import annotations

import numpy as np


def exponential_average(signal: np.ndarray, times: np.ndarray, time_constant: float = 10.0) -> np.ndarray:
    """Smooth a slow sensor with one number of memory: an exponential moving average whose weight follows the time since the
    last sample, so that gaps and jitter do not change its time constant, and which starts without a transient.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    times : numpy.ndarray, shape (samples,), in s
        when each sample was taken, increasing
    time_constant : float, in s
        after which time a step is followed to 63 percent

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the average after each sample; NaN readings leave it as it was

    Raises
    ------
    ValueError
        where times and samples differ in number, times do not increase, or the time constant is not positive

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: EMA, low pass, first order, smoothing, microcontroller.
    Plain NumPy.

    References
    ----------
    A. Eckner, "Algorithms for Unevenly Spaced Time Series: Moving Averages and Other Rolling Operators", 2019, section on
    exponential moving averages.

    Examples
    --------
    >>> step = np.array([0.0, 1.0, 1.0])
    >>> np.round(exponential_average(step, np.array([0.0, 10.0, 30.0])), 3).tolist()
    [0.0, 0.632, 0.95]
    """
    if signal.shape != times.shape or signal.ndim != 1 or time_constant <= 0:
        raise ValueError("signal and times must be of one length and the time constant positive")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    smooth = np.full(signal.size, np.nan)
    level, last = np.nan, 0.0
    for index, (value, time) in enumerate(zip(signal.tolist(), times.tolist(), strict=True)):
        if np.isnan(level):
            level, last = value, time
        elif not np.isnan(value):
            level += (1.0 - np.exp((last - time) / time_constant)) * (value - level)
            last = time
        smooth[index] = level
    return smooth
