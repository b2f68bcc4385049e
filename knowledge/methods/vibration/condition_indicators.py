"""Condition indicators of a vibration signal."""

from __future__ import annotations

import numpy as np


def condition_indicators(signal: np.ndarray) -> np.ndarray:
    """Describe the vibration of a bearing or gear by numbers that do not need its geometry: strength (RMS, peak) and how
    impulsive it is (kurtosis, crest, shape, impulse and clearance factor). Early faults raise the latter first.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        acceleration over at least some turns

    Returns
    -------
    features : numpy.ndarray, shape (8,)
        RMS, peak, skewness, kurtosis (3 for Gaussian noise), crest factor, shape factor, impulse factor, clearance factor

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 4 finite samples or is constant

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: kurtosis, crest factor, impulsiveness, health indicator, statistical features.
    Plain NumPy.

    References
    ----------
    A. K. S. Jardine, D. Lin and D. Banjevic, "A review on machinery diagnostics and prognostics implementing condition-based
    maintenance", Mech. Syst. Signal Process. 20(7), 2006, section 3. doi:10.1016/j.ymssp.2005.09.012

    Examples
    --------
    >>> condition_indicators(np.sin(2 * np.pi * np.arange(1000) / 100))[3:6].round(3).tolist()
    [1.5, 1.414, 1.111]
    """
    if signal.ndim != 1 or signal.size < 4 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 4 finite samples")
    centred = signal - signal.mean()
    rms = float(np.sqrt(np.mean(centred**2)))
    if rms <= 1e-15:
        raise ValueError("signal must not be constant")
    magnitude = np.abs(centred)
    peak, mean = float(magnitude.max()), float(magnitude.mean())
    skewness, kurtosis = np.mean(centred**3) / rms**3, np.mean(centred**4) / rms**4
    clearance = peak / np.mean(np.sqrt(magnitude)) ** 2
    return np.array([rms, peak, skewness, kurtosis, peak / rms, rms / mean, peak / mean, clearance])
