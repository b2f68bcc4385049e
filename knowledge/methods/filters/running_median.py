"""Running median of the last samples on a small board."""

from __future__ import annotations

from bisect import bisect_left, insort

import numpy as np


def running_median(signal: np.ndarray, width: int = 5) -> np.ndarray:
    """Smooth a stream with single wrong readings, such as an ultrasonic range finder's: the median of the last samples, kept
    in a sorted list so that each new sample costs little. It looks only back and keeps edges sharp.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    width : int, in samples
        how many of the last samples count, the newest included

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        median of what has been seen; NaN is passed over, and stays NaN where nothing else is in the window

    Raises
    ------
    ValueError
        where the signal is not one channel or the width is below 1

    Notes
    -----
    Time: O(samples width). Memory: O(samples).
    Keywords: causal median filter, impulse noise, streaming, microcontroller.
    Plain NumPy.

    References
    ----------
    J. W. Tukey, "Exploratory Data Analysis", Addison-Wesley, 1977, chapter 7 (running medians).

    Examples
    --------
    >>> running_median(np.array([1.0, 1.0, 50.0, 1.0, 2.0, 2.0, 2.0]), width=3).tolist()
    [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
    """
    if signal.ndim != 1 or width < 1:
        raise ValueError("signal must be one channel and the width at least 1")
    ordered: list[float] = []
    smooth = np.full(signal.size, np.nan)
    for index, value in enumerate(signal.tolist()):
        if index >= width and not np.isnan(signal[index - width]):
            del ordered[bisect_left(ordered, float(signal[index - width]))]
        if not np.isnan(value):
            insort(ordered, value)
        if ordered:
            half = len(ordered) // 2
            smooth[index] = (ordered[half] + ordered[-half - 1]) / 2
    return smooth
