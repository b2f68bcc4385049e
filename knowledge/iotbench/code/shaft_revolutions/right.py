"""Revolutions of a shaft by a magnetometer."""

from __future__ import annotations

import numpy as np


def shaft_revolutions(x: np.ndarray, y: np.ndarray) -> float:
    """Count the revolutions of a shaft that carries a magnet by two axes of a magnetometer: the readings run on an
    ellipse whose centre lies midway between the smallest and the largest reading of each axis, and whose axes are
    scaled to the same half span. The angle about the centre is followed without jumps.

    Parameters
    ----------
    x : numpy.ndarray, shape (samples,), in uT
        first axis; neighbouring samples are less than half a turn apart
    y : numpy.ndarray, shape (samples,), in uT
        second axis

    Returns
    -------
    revolutions : float
        turns from the first to the last sample, with fractions, positive from +x to +y

    Raises
    ------
    ValueError
        where an axis does not change at all
    """
    spans = np.ptp(x), np.ptp(y)
    if min(spans) == 0:
        raise ValueError("x, y: an axis does not change")
    across = (x - (np.min(x) + np.max(x)) / 2) / spans[0]
    along = (y - (np.min(y) + np.max(y)) / 2) / spans[1]
    angles = np.unwrap(np.arctan2(along, across))
    return float((angles[-1] - angles[0]) / (2 * np.pi))
