"""Fill short gaps in a sensor's record, and only those."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator


def fill_gaps(signal: np.ndarray, rate: float, longest: float) -> tuple[np.ndarray, np.ndarray]:
    """Fill short gaps of an evenly sampled sensor by monotone cubic curves that do not overshoot; gaps that are longer than a
    limit, and those at the ends, stay missing.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings, NaN where one is missing
    rate : float, in Hz
        its sampling rate
    longest : float, in s
        longest gap that is filled: well below the time in which the value turns

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        with short gaps filled
    filled : numpy.ndarray, shape (samples,)
        true where a value was put in

    Raises
    ------
    ValueError
        where the signal is not one channel with at least two readings

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: imputation, missing values, interpolation, packet loss, NaN.

    References
    ----------
    F. N. Fritsch and R. E. Carlson, "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17(2), 1980.
    doi:10.1137/0717017

    Examples
    --------
    >>> record = np.array([0.0, 1.0, np.nan, 3.0, np.nan, np.nan, np.nan, 7.0])
    >>> fill_gaps(record, 1.0, longest=1.0)[0].tolist()
    [0.0, 1.0, 2.0, 3.0, nan, nan, nan, 7.0]
    """
    known = np.flatnonzero(~np.isnan(signal))
    if signal.ndim != 1 or known.size < 2:
        raise ValueError("signal must be one channel with at least two readings")
    values = signal.astype(float)
    filled = np.zeros(signal.size, dtype=bool)
    for before, after in pairwise(known.tolist()):
        filled[before + 1 : after] = (after - before - 1) / rate <= longest
    places = np.flatnonzero(filled)
    values[places] = PchipInterpolator(known, values[known])(places)
    return values, filled
