"""Smooth or differentiate by local polynomials."""

from __future__ import annotations

import numpy as np
from scipy.signal import savgol_filter


def savitzky_golay(
    signal: np.ndarray,
    rate: float,
    width: float = 0.1,
    degree: int = 3,
    derivative: int = 0,
) -> np.ndarray:
    """Smooth a signal, or take a derivative of it, by least-squares polynomials over a sliding window: heights and widths of
    peaks are kept where a moving average would flatten them.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    width : float, in s
        length of the window; about the width of the narrowest peak
    degree : int
        of the polynomial
    derivative : int
        0 smooths, 1 gives the slope in units a second, 2 the curvature

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the smoothed signal or its derivative

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than the window

    Notes
    -----
    Time: O(samples width). Memory: O(samples).
    Keywords: smoothing, slope, derivative, peak shape, spectroscopy.

    References
    ----------
    A. Savitzky and M. J. E. Golay, "Smoothing and Differentiation of Data by Simplified Least Squares Procedures", Anal. Chem.
    36(8), 1964. doi:10.1021/ac60214a047

    Examples
    --------
    >>> times = np.arange(200) / 100.0
    >>> np.round(savitzky_golay(times**2, 100.0, derivative=1)[[50, 100]], 3).tolist()
    [1.0, 2.0]
    """
    window = max(degree + 1, round(width * rate))
    window += 1 - window % 2
    if signal.ndim != 1 or signal.size < window or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {window} finite samples")
    smooth: np.ndarray = savgol_filter(signal, window, degree, deriv=derivative, delta=1.0 / rate)
    return smooth
