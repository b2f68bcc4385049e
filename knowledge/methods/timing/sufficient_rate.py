"""The lowest sampling rate that keeps a signal."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch


def sufficient_rate(signal: np.ndarray, rate: float, share: float = 0.99, margin: float = 2.5) -> tuple[float, float]:
    """Choose how slowly a sensor may sample: the bandwidth below which a share of the signal's power lies, after the white
    noise floor of the sensor is taken off the spectrum, times a margin above the two of Nyquist for a real filter.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        a recording at a rate that is surely high enough
    rate : float, in Hz
        its sampling rate
    share : float
        of the power that has to be kept
    margin : float
        sampling rate over bandwidth

    Returns
    -------
    sufficient : float, in Hz
        lowest rate to sample at, at most the rate of the recording
    bandwidth : float, in Hz
        frequency below which the share lies

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 64 finite samples, is constant, or share or margin are out of range

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: Nyquist, bandwidth, oversampling, energy saving, sensor configuration.

    References
    ----------
    H. Nyquist, "Certain Topics in Telegraph Transmission Theory", Trans. AIEE 47(2), 1928. doi:10.1109/T-AIEE.1928.5055024

    Examples
    --------
    >>> times = np.arange(6000) / 100.0
    >>> slow = np.sin(2 * np.pi * 2 * times) + 0.05 * np.random.default_rng(seed=0).standard_normal(6000)
    >>> sufficient, bandwidth = sufficient_rate(slow, 100.0)
    >>> 2.0 <= bandwidth <= 2.5
    True
    """
    if signal.ndim != 1 or signal.size < 64 or not np.isfinite(signal).all() or not np.ptp(signal):
        raise ValueError("signal must be one channel of at least 64 finite samples, not constant")
    if not 0 < share < 1 or margin <= 2:
        raise ValueError("share must lie between 0 and 1 and the margin above 2")
    length = min(signal.size, max(64, signal.size // 8))
    frequencies, density = welch(signal, rate, "hann", length, detrend="constant")
    # Spectral values scatter around the floor: what is left of pure noise after this is nothing.
    floor = float(np.median(density[3 * density.size // 4 :]))
    clean = np.where(density > 3.0 * floor, density - floor, 0.0)
    if not clean.any():
        return rate, rate / 2
    reached = np.cumsum(clean) >= share * clean.sum()
    bandwidth = float(frequencies[reached.argmax()])
    return min(rate, margin * max(bandwidth, float(frequencies[1]))), bandwidth
