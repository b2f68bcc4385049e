"""QT interval by the tangent at the T wave."""

from __future__ import annotations

import numpy as np


def qt_by_tangent(beat: np.ndarray, rate: float, onset: int, start: int, end: int, baseline: float) -> float:
    """Measure the QT interval of one averaged beat with an upright T wave: the T wave ends where the tangent at its
    steepest descent between start and end meets the baseline.

    Parameters
    ----------
    beat : numpy.ndarray, shape (samples,), in mV
        one averaged beat of one lead
    rate : float, in Hz
        its sampling rate
    onset : int, in samples
        where the QRS complex begins
    start : int, in samples
        first sample of the range in which the T wave descends
    end : int, in samples
        the sample after the last one of that range
    baseline : float, in mV
        level of the isoelectric line

    Returns
    -------
    interval : float, in ms
        time from the onset to the end of the T wave

    Raises
    ------
    ValueError
        where the signal descends nowhere in the range
    """
    slopes = np.gradient(np.asarray(beat, dtype=float))[start:end]
    steepest = int(np.argmin(slopes))
    if slopes[steepest] >= 0:
        raise ValueError("beat: no descent between start and end")
    position = start + steepest
    crossing = position + (baseline - beat[position]) / slopes[steepest]
    return float(1000.0 * (crossing - onset) / rate)
