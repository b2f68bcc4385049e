"""Frequency and duty cycle from edges."""

from __future__ import annotations

import numpy as np


def pwm_from_edges(times: np.ndarray, levels: np.ndarray) -> tuple[float, float]:
    """Give frequency and duty cycle of a pulsed line over its whole periods: from the first to the last change from low
    to high. An entry whose level is that of the entry before is no change; the first entry counts as a change from low
    where it is high.

    Parameters
    ----------
    times : numpy.ndarray, shape (entries,), in s
        increasing times of the entries
    levels : numpy.ndarray, shape (entries,)
        level from each time on, 0 or 1

    Returns
    -------
    frequency : float, in Hz
        whole periods over the time that they take
    duty : float
        share of that time in which the line is high, 0 to 1

    Raises
    ------
    ValueError
        where there is no whole period
    """
    levels = np.asarray(levels, dtype=int)
    rises = np.flatnonzero(np.diff(levels, prepend=0) == 1)
    if len(rises) < 2:
        raise ValueError("times: no whole period")
    first, last = rises[0], rises[-1]
    span = times[last] - times[first]
    high = np.sum(np.diff(times[first : last + 1])[levels[first:last] == 1])
    return float((len(rises) - 1) / span), float(high / span)
