"""Rate, jitter and gaps of a stream of timestamps."""

from __future__ import annotations

import numpy as np


def sampling_report(times: np.ndarray, gap: float = 1.5) -> tuple[float, float, int, np.ndarray]:
    """Tell how evenly a sensor really sampled: true rate from the median interval refined over unbroken stretches, jitter, how
    many samples are missing and where the gaps are. To be read before any filter that takes the rate for granted.

    Parameters
    ----------
    times : numpy.ndarray, shape (samples,), in s
        timestamps, increasing; equal ones count as late deliveries
    gap : float
        intervals longer than this many median intervals are gaps

    Returns
    -------
    rate : float, in Hz
        true rate
    jitter : float, in s
        robust standard deviation of the intervals
    missing : int
        samples lost in gaps
    gaps : numpy.ndarray, shape (gaps, 2), in s
        last time before and first time after each gap

    Raises
    ------
    ValueError
        where there are fewer than three timestamps, they go back, or most of them are equal

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: packet loss, data quality, timestamp, dropout, sampling rate estimate.
    Plain NumPy.

    References
    ----------
    P. J. Rousseeuw and C. Croux, "Alternatives to the Median Absolute Deviation", J. Amer. Statist. Assoc. 88(424), 1993,
    section 1 (the scaled deviation). doi:10.1080/01621459.1993.10476408

    Examples
    --------
    >>> rate, jitter, missing, gaps = sampling_report(np.array([0.0, 0.1, 0.2, 0.3, 0.8, 0.9, 1.0]))
    >>> round(rate, 3), missing, gaps.tolist()
    (10.0, 4, [[0.3, 0.8]])
    """
    if times.ndim != 1 or times.size < 3 or np.any(np.diff(times) < 0):
        raise ValueError("times must be at least three and not go back")
    intervals = np.diff(times)
    median = float(np.median(intervals))
    if median <= 0:
        raise ValueError("most timestamps are equal")
    broken = intervals > gap * median
    step = float(intervals[~broken].mean())
    jitter = 1.4826 * float(np.median(np.abs(intervals[~broken] - np.median(intervals[~broken]))))
    missing = int(np.sum(np.maximum(np.round(intervals[broken] / step) - 1, 0)))
    return 1.0 / step, jitter, missing, np.column_stack([times[:-1][broken], times[1:][broken]])
