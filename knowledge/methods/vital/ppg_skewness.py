"""Quality of a photoplethysmogram, window by window, by its skewness."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt
from scipy.stats import skew


def ppg_skewness(signal: np.ndarray, rate: float, seconds: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    """Tell how well each stretch of a photoplethysmogram was recorded by the skewness of its distribution: clean
    pulses are steep and narrow, so their values lean upwards.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        photoplethysmogram, systole upwards
    rate : float, in Hz
        its sampling rate
    seconds : float, in s
        length of a stretch

    Returns
    -------
    skewness : numpy.ndarray, shape (windows,)
        skewness of each stretch after the band pass; well above zero is good, near zero or below is poor
    times : numpy.ndarray, shape (windows,), in s
        middle of each stretch

    Raises
    ------
    ValueError
        where the signal is shorter than one stretch or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: signal quality index, SQI, motion artefact, PPG.

    References
    ----------
    M. Elgendi, "Optimal Signal Quality Index for Photoplethysmogram Signals", Bioengineering 3(4), 2016.
    doi:10.3390/bioengineering3040021

    Examples
    --------
    >>> seconds = np.arange(1000) / 100.0
    >>> pulses = np.exp(4.0 * np.cos(2 * np.pi * seconds))
    >>> bool(np.all(ppg_skewness(pulses, 100.0)[0] > 0.5)), bool(np.all(ppg_skewness(-pulses, 100.0)[0] < -0.5))
    (True, True)
    """
    length = round(seconds * rate)
    if not 1 < length <= len(signal) or not np.all(np.isfinite(signal)):
        raise ValueError(f"signal needs {seconds} s or more of finite samples")
    filtered = sosfiltfilt(butter(2, (0.5, 8.0), "bandpass", fs=rate, output="sos"), signal)
    count = len(signal) // length
    stretches = filtered[: count * length].reshape(count, length)
    flat = stretches.std(axis=1) < 1e-9 * (np.abs(signal).max() + 1e-300)
    stretches = np.where(flat[:, None], np.arange(length), stretches)
    return skew(stretches, axis=1), (np.arange(count) + 0.5) * length / rate
