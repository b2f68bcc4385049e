"""Chill units of an orchard."""

from __future__ import annotations

import numpy as np

LIMITS = np.array([1.5, 2.5, 9.2, 12.5, 16.0, 18.0])
UNITS = np.array([0.0, 0.5, 1.0, 0.5, 0.0, -0.5, -1.0])


def utah_chill_units(temperatures: np.ndarray) -> np.ndarray:
    """Add up chill units hour by hour after the Utah model. An hour below 1.5 °C gives 0, from 1.5 on 0.5, from 2.5 on
    1, from 9.2 on 0.5, from 12.5 on 0, from 16 on -0.5, and from 18 °C on -1. The sum never falls below 0; an hour
    without a temperature gives 0.

    Parameters
    ----------
    temperatures : numpy.ndarray, shape (hours,), in °C
        hourly mean temperatures, nan where one is missing

    Returns
    -------
    units : numpy.ndarray, shape (hours,)
        sum of the units up to and with each hour
    """
    temperatures = np.asarray(temperatures, dtype=float)
    gained = np.where(np.isnan(temperatures), 0.0, UNITS[np.searchsorted(LIMITS, temperatures, side="right")])
    sums = np.empty(len(gained))
    total = 0.0
    for hour, gain in enumerate(gained):
        total = max(0.0, total + gain)
        sums[hour] = total
    return sums
