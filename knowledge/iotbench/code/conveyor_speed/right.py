"""Speed of a conveyor by two light sensors."""

from __future__ import annotations

import numpy as np
from scipy.signal import correlate


def conveyor_speed(first: np.ndarray, second: np.ndarray, rate: float, distance: float, slowest: float) -> float:
    """Give the speed of a belt from the delay with which the second of two sensors sees what the first has seen: the
    delay above 0 and up to distance / slowest at which the cross-correlation of the signals, each without its mean, is
    largest.

    Parameters
    ----------
    first : numpy.ndarray, shape (samples,)
        sensor that the belt passes first
    second : numpy.ndarray, shape (samples,)
        the other one, perhaps with another gain and offset
    rate : float, in Hz
        sampling rate of both
    distance : float, in m
        between the sensors
    slowest : float, in m/s
        lowest speed that is possible

    Returns
    -------
    speed : float, in m/s
        speed of the belt

    Raises
    ------
    ValueError
        where no correlation in the range is above 0
    """
    one, other = first - np.mean(first), second - np.mean(second)
    longest = min(int(rate * distance / slowest), len(first) - 1)
    likeness = correlate(other, one, mode="full", method="fft")[len(one) : len(one) + longest]
    best = int(np.argmax(likeness))
    if likeness[best] <= 1e-12 * np.linalg.norm(one) * np.linalg.norm(other):
        raise ValueError("first, second: they see nothing in common")
    return rate * distance / (best + 1)
