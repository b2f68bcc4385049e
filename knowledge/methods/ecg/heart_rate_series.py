"""The heart rate at every second."""

from __future__ import annotations

import numpy as np


def heart_rate_series(
    peaks: np.ndarray, rate: float, window: float = 8.0, step: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Give the heart rate at regular moments as a monitor shows it: from the median interval of the beats of the last
    seconds, which one missed or false beat does not move. Where the window holds fewer than three beats it is NaN.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the beats
    rate : float, in Hz
        the sampling rate
    window : float, in s
        how far back beats count
    step : float, in s
        time between two values

    Returns
    -------
    heart_rates : numpy.ndarray, shape (moments,)
        heart rate in beats per minute
    times : numpy.ndarray, shape (moments,), in s
        the moments, from the end of the first window to the last beat

    Raises
    ------
    ValueError
        where the peaks do not increase, or window or step are not positive

    Notes
    -----
    Plain NumPy. Time: O(moments · log peaks + peaks). Memory: O(moments).
    Keywords: beats per minute, bpm, pulse rate, heart rate trend, monitor, instantaneous heart rate.

    References
    ----------
    Task Force of the European Society of Cardiology and the North American Society of Pacing and Electrophysiology, "Heart
    rate variability: standards of measurement, physiological interpretation, and clinical use", Circulation 93(5), 1996.

    Examples
    --------
    >>> heart_rates, times = heart_rate_series(np.arange(0, 5000, 200), 250.0)
    >>> heart_rates[:2].round(6).tolist(), times[:2].tolist()
    ([75.0, 75.0], [8.0, 9.0])
    """
    beats = np.asarray(peaks, np.float64) / rate
    if (np.diff(beats) <= 0).any() or window <= 0 or step <= 0:
        raise ValueError("peaks, window, step: increasing peaks and positive lengths are needed")
    last = float(beats[-1]) if len(beats) else 0.0
    times = np.arange(window, last + step / 2, step)
    starts, ends = np.searchsorted(beats, times - window), np.searchsorted(beats, times, side="right")
    rates = [
        60 / float(np.median(np.diff(beats[start:end]))) if end - start >= 3 else np.nan
        for start, end in zip(starts, ends, strict=True)
    ]
    return np.array(rates), times
