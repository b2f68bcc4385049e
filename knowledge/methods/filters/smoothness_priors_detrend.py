"""Remove a slow trend by smoothness priors."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solveh_banded


def smoothness_priors_detrend(signal: np.ndarray, rate: float, cutoff: float = 0.04) -> tuple[np.ndarray, np.ndarray]:
    """Remove a slow trend (sensor drift, baseline) without a filter's edge effects: the trend is the smooth curve that balances
    fit against its second differences, solved as one banded system; regularisation is set by a cutoff frequency.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    cutoff : float, in Hz
        where half the amplitude goes with the trend; below a quarter of the rate

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the signal without its trend
    trend : numpy.ndarray, shape (samples,)
        what was taken out

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 5 finite samples or the cutoff is out of range

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: detrending, baseline correction, drift, heart rate variability, Hodrick-Prescott, Whittaker.

    References
    ----------
    M. P. Tarvainen, P. O. Ranta-aho and P. A. Karjalainen, "An Advanced Detrending Method With Application to HRV Analysis",
    IEEE Trans. Biomed. Eng. 49(2), 2002. doi:10.1109/10.979357

    Examples
    --------
    >>> line = np.linspace(0.0, 7.0, 300)
    >>> bool(np.abs(smoothness_priors_detrend(line, 4.0)[0]).max() < 1e-6)
    True
    """
    if signal.ndim != 1 or signal.size < 5 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 5 finite samples")
    if not 0 < cutoff < rate / 4:
        raise ValueError(f"cutoff must lie between 0 and {rate / 4:g} Hz")
    weight = (2.0 * np.sin(np.pi * cutoff / rate)) ** -4
    size = signal.size
    bands = np.zeros((3, size))
    bands[0, 2:] = weight
    bands[1, 1:] = -4.0 * weight
    bands[1, [1, -1]] = -2.0 * weight
    bands[2] = 1.0 + 6.0 * weight
    bands[2, [0, -1]] = 1.0 + weight
    bands[2, [1, -2]] = 1.0 + 5.0 * weight
    trend = solveh_banded(bands, signal.astype(float))
    return signal - trend, trend
