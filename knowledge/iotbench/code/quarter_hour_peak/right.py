"""Highest quarter-hour demand of a building."""

from __future__ import annotations

import numpy as np


def quarter_hour_peak(times: np.ndarray, energy: np.ndarray) -> tuple[float, float]:
    """Find the quarter-hour with the highest mean power. Quarter-hours begin at multiples of 900 s; the meter's energy
    at their ends is interpolated linearly between readings, and only those that lie wholly within the readings count.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in s
        increasing times, not evenly spaced
    energy : numpy.ndarray, shape (readings,), in kW·h
        meter reading at each time, which never falls

    Returns
    -------
    power : float, in kW
        mean power of that quarter-hour
    start : float, in s
        its beginning, the earlier one where two are equal

    Raises
    ------
    ValueError
        where no quarter-hour lies within the readings
    """
    first, last = np.ceil(times[0] / 900.0), np.floor(times[-1] / 900.0)
    if last <= first:
        raise ValueError("times: no whole quarter-hour")
    edges = 900.0 * np.arange(first, last + 1)
    power = 4.0 * np.diff(np.interp(edges, times, energy))
    highest = int(np.argmax(power > power.max() - 1e-9))
    return float(power[highest]), float(edges[highest])
