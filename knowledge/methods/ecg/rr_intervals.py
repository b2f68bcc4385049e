"""Intervals between normal beats, with ectopic and missed ones replaced."""

from __future__ import annotations

import numpy as np

NEIGHBOURS = 5
"""Intervals on each side that tell what is usual."""


def _usual(intervals: np.ndarray) -> np.ndarray:
    """The median of each interval's surroundings."""
    padded = np.pad(intervals, NEIGHBOURS, mode="reflect" if len(intervals) > NEIGHBOURS else "edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1), axis=1)


def rr_intervals(peaks: np.ndarray, rate: float, tolerance: float = 0.2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn R-peaks into intervals between normal beats (NN): an interval that differs by more than 20% from the median of
    its surroundings comes from an ectopic, missed or false beat and is interpolated between the good ones, as is one next
    to it that differs by more than half as much. So are a short interval and a long one after it that differ as a pair.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the R-peaks
    rate : float, in Hz
        the sampling rate
    tolerance : float
        share by which an interval may differ from its surroundings

    Returns
    -------
    intervals : numpy.ndarray, shape (peaks - 1,), in s
        corrected intervals
    times : numpy.ndarray, shape (peaks - 1,), in s
        moment at which each interval ends
    replaced : numpy.ndarray, shape (peaks - 1,)
        which intervals were interpolated

    Raises
    ------
    ValueError
        where there are fewer than three peaks, they do not increase, or no interval is normal

    Notes
    -----
    Plain NumPy. Time: O(peaks). Memory: O(peaks).
    Keywords: NN intervals, tachogram, ectopic correction, artefact correction, inter-beat interval.

    References
    ----------
    Task Force of the European Society of Cardiology and the North American Society of Pacing and Electrophysiology, "Heart
    rate variability: standards of measurement, physiological interpretation, and clinical use", Circulation 93(5), 1996.

    Examples
    --------
    >>> beats = np.array([0, 100, 200, 260, 400, 500, 600, 700, 800])
    >>> intervals, times, replaced = rr_intervals(beats, 100.0)
    >>> intervals.tolist(), np.flatnonzero(replaced).tolist()
    ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [2, 3])
    """
    steps = np.diff(np.asarray(peaks, np.float64)) / rate
    if len(steps) < 2 or (steps <= 0).any():
        raise ValueError("peaks: at least three increasing sample numbers are needed")
    usual = _usual(steps)
    away = (steps - usual) / usual
    odd = np.abs(away) > tolerance
    # A beat that is early or late bends two intervals, one of them or both perhaps a little less than it takes.
    odd[:-1] |= (away[:-1] < -tolerance / 2) & (np.diff(away) > 1.5 * tolerance)
    beside = np.pad(odd, 1)
    replaced = odd | ((beside[:-2] | beside[2:]) & (np.abs(away) > tolerance / 2))
    if replaced.all():
        raise ValueError("peaks: no interval is like its surroundings")
    times = np.asarray(peaks[1:], np.float64) / rate
    return np.interp(times, times[~replaced], steps[~replaced]), times, replaced
