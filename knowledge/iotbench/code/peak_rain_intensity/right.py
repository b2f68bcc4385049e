"""Highest rain intensity from bucket tips."""

from __future__ import annotations

import numpy as np


def peak_rain_intensity(tips: np.ndarray, depth: float = 0.2, window: float = 600.0) -> float:
    """Give the highest rain intensity of a storm: the largest number of tips in any window, wherever it begins. A
    window holds the tips from its beginning up to, but not with, its end.

    Parameters
    ----------
    tips : numpy.ndarray, shape (tips,), in s
        increasing times of the bucket's tips
    depth : float, in mm
        rain for one tip
    window : float, in s
        length of the window

    Returns
    -------
    intensity : float, in mm/h
        0 where there are no tips
    """
    if len(tips) == 0:
        return 0.0
    ends = np.searchsorted(tips, np.asarray(tips, dtype=float) + window, side="left")
    return float(np.max(ends - np.arange(len(tips))) * depth * 3600.0 / window)
