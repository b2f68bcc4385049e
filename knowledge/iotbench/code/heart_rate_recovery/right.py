"""Heart rate recovery after exercise."""

from __future__ import annotations

import numpy as np


def heart_rate_recovery(times: np.ndarray, heart_rate: np.ndarray, end: float, delay: float = 60.0) -> float:
    """Tell by how much the heart rate has fallen some time after exercise ended, with linear interpolation between
    the readings.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in s
        increasing times of the readings, not always evenly spaced
    heart_rate : numpy.ndarray, shape (readings,), in bpm
        the readings
    end : float, in s
        when exercise ended
    delay : float, in s
        how long after that the second value is taken

    Returns
    -------
    recovery : float, in bpm
        rate at the end minus rate after the delay: positive where the heart slowed down

    Raises
    ------
    ValueError
        where the readings do not reach from the end to the end plus the delay
    """
    if end < times[0] or end + delay > times[-1]:
        raise ValueError("times: they do not cover the recovery")
    at_end, later = np.interp([end, end + delay], times, heart_rate)
    return float(at_end - later)
