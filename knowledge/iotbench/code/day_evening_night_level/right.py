"""Noise level of a day with evening and night."""

from __future__ import annotations

import numpy as np


def day_evening_night_level(levels: np.ndarray) -> float:
    """Give the day-evening-night level (Lden): the energy mean over 24 hours after 5 dB were added to the hours from
    19 to 23 h and 10 dB to those from 23 to 7 h.

    Parameters
    ----------
    levels : numpy.ndarray, shape (24,), in dB
        mean level of each hour, beginning with 0 to 1 h

    Returns
    -------
    level : float, in dB
        the day-evening-night level

    Raises
    ------
    ValueError
        where there are not 24 levels
    """
    if len(levels) != 24:
        raise ValueError(f"levels: {len(levels)} instead of 24")
    hours = np.arange(24)
    extra = np.where((hours >= 23) | (hours < 7), 10.0, np.where(hours >= 19, 5.0, 0.0))
    return float(10.0 * np.log10(np.mean(10.0 ** ((np.asarray(levels) + extra) / 10.0))))
