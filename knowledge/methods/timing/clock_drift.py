"""Offset and drift of a clock, robust against delays."""

from __future__ import annotations

import numpy as np
from scipy.stats import theilslopes


def clock_drift(times: np.ndarray, offsets: np.ndarray) -> tuple[float, float]:
    """Fit a sensor clock's offset and drift to measured differences from the reference: the median of the slopes of all pairs
    (Theil and Sen), which a third of wrong or delayed measurements does not move.

    Parameters
    ----------
    times : numpy.ndarray, shape (measurements,), in s
        reference time of each measurement
    offsets : numpy.ndarray, shape (measurements,), in s
        sensor clock minus reference clock; NaN ones are left out

    Returns
    -------
    offset : float, in s
        of the sensor clock at reference time 0
    drift : float, in ppm
        positive where the sensor clock runs fast

    Raises
    ------
    ValueError
        where fewer than three measurements at different times are usable, or both differ in number

    Notes
    -----
    Time: O(measurements^2). Memory: O(measurements^2).
    Keywords: clock skew, synchronisation, quartz error, ppm, timestamp correction.

    References
    ----------
    P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", J. Amer. Statist. Assoc. 63(324), 1968.
    doi:10.1080/01621459.1968.10480934

    Examples
    --------
    >>> times = np.arange(0.0, 1000.0, 100.0)
    >>> offsets = 0.5 + 20e-6 * times
    >>> offsets[3] += 2.0
    >>> offset, drift = clock_drift(times, offsets)
    >>> round(offset, 4), round(drift, 3)
    (0.5, 20.0)
    """
    if times.ndim != 1 or times.shape != offsets.shape:
        raise ValueError("times and offsets must be of one length")
    usable = np.isfinite(times) & np.isfinite(offsets)
    if np.unique(times[usable]).size < 3:
        raise ValueError("fewer than three usable measurements")
    # Dividing by microseconds keeps the slopes of a good quartz well away from rounding.
    fit = theilslopes(offsets[usable] * 1e6, times[usable])
    residuals = offsets[usable] - fit.slope * 1e-6 * times[usable]
    return float(np.median(residuals)), float(fit.slope)
