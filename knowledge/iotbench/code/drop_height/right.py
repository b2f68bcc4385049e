"""Height of a fall from free-fall time."""

from __future__ import annotations

import numpy as np


def drop_height(acceleration: np.ndarray, rate: float, limit: float = 3.0) -> float:
    """Give the height of the longest free fall: the longest run of samples in which the magnitude of the acceleration
    is below a limit lasts t, its number of samples over the rate, and the height is 9.81 * t**2 / 2.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer readings, which are near 0 in free fall
    rate : float, in Hz
        sampling rate
    limit : float, in m/s²
        magnitude below which the device falls

    Returns
    -------
    height : float, in m
        0 where it never falls
    """
    longest = run = 0
    for magnitude in np.linalg.norm(acceleration, axis=1):
        run = run + 1 if magnitude < limit else 0
        longest = max(longest, run)
    return 0.5 * 9.81 * (longest / rate) ** 2
