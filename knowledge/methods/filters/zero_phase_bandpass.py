"""Butterworth band pass without delay."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def zero_phase_bandpass(
    signal: np.ndarray, rate: float, low: float = 0.5, high: float = 40.0, order: int = 4
) -> np.ndarray:
    """Keep one frequency band of a recording without shifting it in time: a Butterworth filter in second-order sections, run
    forward and backward. For recordings only, as it needs the future.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        lower end of the band; 0 makes a low pass
    high : float, in Hz
        upper end of the band; from half the rate on it makes a high pass
    order : int
        order of one pass; both together fall off twice as fast

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the band, in the unit of the input

    Raises
    ------
    ValueError
        where the signal is not one channel of enough finite samples, or the band is empty or everything

    Notes
    -----
    Time: O(samples order). Memory: O(samples).
    Keywords: low pass, high pass, bandpass, filtfilt, baseline wander, noise removal.

    References
    ----------
    F. Gustafsson, "Determining the Initial States in Forward-Backward Filtering", IEEE Trans. Signal Process. 44(4), 1996.
    doi:10.1109/78.492552

    Examples
    --------
    >>> times = np.arange(2000) / 100.0
    >>> wanted = np.sin(2 * np.pi * 5 * times)
    >>> clean = zero_phase_bandpass(wanted + 3 + np.sin(2 * np.pi * 30 * times), 100.0, 2.0, 12.0)
    >>> bool(np.abs(clean - wanted)[200:-200].max() < 0.02)
    True
    """
    if signal.ndim != 1 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples")
    if low < 0 or low >= min(high, rate / 2) or (low == 0 and high >= rate / 2):
        raise ValueError(f"{low:g} to {high:g} Hz is no band at a rate of {rate:g} Hz")
    if low == 0:
        sections = butter(order, high, "lowpass", fs=rate, output="sos")
    elif high >= rate / 2:
        sections = butter(order, low, "highpass", fs=rate, output="sos")
    else:
        sections = butter(order, [low, high], "bandpass", fs=rate, output="sos")
    if signal.size <= 3 * (2 * len(sections) + 1):
        raise ValueError(f"signal is too short for order {order}")
    filtered: np.ndarray = sosfiltfilt(sections, signal)
    return filtered
