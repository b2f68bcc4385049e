"""Replace outliers by the local median."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter


def hampel_filter(signal: np.ndarray, half_width: int = 5, limit: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Find and replace outliers of a sensor, such as spikes on a cable: a sample further from the median of its window than a
    multiple of the window's scaled median absolute deviation becomes the median; everything else is left as it is.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    half_width : int, in samples
        reach of the window to either side
    limit : float
        how many (robust) standard deviations are normal

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the signal without outliers
    outliers : numpy.ndarray, shape (outliers,), in samples
        increasing sample numbers of what was replaced

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples

    Notes
    -----
    Time: O(samples half_width). Memory: O(samples).
    Keywords: spikes, despiking, median absolute deviation, glitch, robust.

    References
    ----------
    R. K. Pearson, Y. Neuvo, J. Astola and M. Gabbouj, "Generalized Hampel Filters", EURASIP J. Adv. Signal Process. 2016:87.
    doi:10.1186/s13634-016-0383-6

    Examples
    --------
    >>> signal = np.sin(np.arange(100) / 10.0)
    >>> signal[40] = 9.0
    >>> clean, outliers = hampel_filter(signal)
    >>> outliers.tolist()
    [40]
    """
    if signal.ndim != 1 or not signal.size or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples")
    size = 2 * half_width + 1
    values = signal.astype(float)
    median = median_filter(values, size, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, half_width, mode="symmetric"), size)
    deviation = 1.4826 * np.median(np.abs(windows - median[:, None]), axis=1)
    outliers = np.flatnonzero(np.abs(values - median) > limit * deviation + 1e-12)
    values[outliers] = median[outliers]
    return values, outliers
