"""Pulse rate over time from beats, with doubtful intervals left out."""

from __future__ import annotations

import numpy as np


def pulse_rate(
    peaks: np.ndarray, rate: float, good: np.ndarray, seconds: float = 10.0, longest: float = 2.0
) -> tuple[np.ndarray, np.ndarray]:
    """Give the pulse rate of successive windows as the median of the intervals between good beats, not from a count
    of beats, so that a missed or an extra beat does not shift it.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (peaks,), in samples
        sample numbers of the beats
    rate : float, in Hz
        the sampling rate they refer to
    good : numpy.ndarray, shape (peaks,)
        True for beats that can be trusted
    seconds : float, in s
        length of a window
    longest : float, in s
        longest interval between two beats that is believed

    Returns
    -------
    rates_bpm : numpy.ndarray, shape (windows,), in 1/min
        pulse rate of each window; NaN where it holds no interval between good beats
    times : numpy.ndarray, shape (windows,), in s
        middle of each window

    Raises
    ------
    ValueError
        where ``peaks`` and ``good`` differ in length

    Notes
    -----
    Time: O(peaks log peaks). Memory: O(peaks).
    Keywords: heart rate, beats per minute, bpm, PPG, wearable.
    Plain NumPy.

    References
    ----------
    J. Allen, "Photoplethysmography and its application in clinical physiological measurement", Physiological
    Measurement 28(3), 2007. doi:10.1088/0967-3334/28/3/R01

    Examples
    --------
    >>> beats = np.array([0, 100, 200, 300, 350, 400, 500, 600, 700, 800, 900, 1000])
    >>> pulse_rate(beats, 100.0, np.ones(12, bool))[0].tolist()
    [60.0]
    """
    if len(peaks) != len(good):
        raise ValueError(f"good has {len(good)} values for {len(peaks)} peaks")
    moments = np.asarray(peaks) / rate
    intervals, middles = np.diff(moments), (moments[1:] + moments[:-1]) / 2
    trusted = np.asarray(good[1:], bool) & np.asarray(good[:-1], bool) & (intervals > 0) & (intervals <= longest)
    count = max(int(np.ceil(moments[-1] / seconds)), 1) if len(moments) else 0
    owner = np.minimum((middles // seconds).astype(int), count - 1)
    inside = [intervals[trusted & (owner == window)] for window in range(count)]
    rates = np.array([60.0 / np.median(chosen) if len(chosen) else np.nan for chosen in inside])
    return rates, (np.arange(count) + 0.5) * seconds
