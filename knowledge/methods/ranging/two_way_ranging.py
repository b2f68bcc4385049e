"""UWB distances by asymmetric double-sided two-way ranging."""

from __future__ import annotations

import numpy as np

LIGHT = 299_702_547.0  # m/s in air
WRAP = 2**40  # ticks: counters of common UWB chips have 40 bits


def two_way_ranging(exchanges: np.ndarray, tick: float = 1 / (499.2e6 * 128), delay: float = 0.0) -> np.ndarray:
    """Measure distances between two radios whose clocks are neither synchronous nor of equal speed: from the times of round
    and reply on both sides, with replies of any length (asymmetric double-sided two-way ranging).

    Parameters
    ----------
    exchanges : numpy.ndarray, shape (samples, anchors, 4 or more), in ticks
        first round and its reply, second round and its reply, as differences of counters; further columns are not used
    tick : float, in s
        period of the counters
    delay : float, in m
        antenna delays, as distance, that are subtracted

    Returns
    -------
    distances : numpy.ndarray, shape (samples, anchors), in m
        NaN where an exchange failed (an interval is NaN or not above zero) or the distance would be below -1 m

    Raises
    ------
    ValueError
        where the last axis holds fewer than four intervals

    Notes
    -----
    Time: O(exchanges). Memory: O(exchanges).
    Keywords: UWB, time of flight, DS-TWR, clock drift, ultra-wideband.
    Plain NumPy.

    References
    ----------
    D. Neirynck, E. Luk and M. McLaughlin, "An Alternative Double-Sided Two-Way Ranging Method", WPNC 2016.

    Examples
    --------
    >>> flight, replies = 10.0 / 299_702_547.0, np.array([300e-6, 500e-6])
    >>> rounds = (replies + 2 * flight) * np.array([1 + 20e-6, 1.0])  # the clock of the first runs fast by 20 ppm
    >>> ticks = np.array([rounds[0], replies[0], rounds[1], replies[1] * (1 + 20e-6)]) / (1 / (499.2e6 * 128))
    >>> round(float(two_way_ranging(ticks)), 2)
    10.0
    """
    if exchanges.shape[-1] < 4:
        raise ValueError(f"exchanges must hold four intervals each, not {exchanges.shape[-1]}")
    intervals = np.asarray(exchanges[..., :4], float)
    intervals = np.where(intervals < 0, intervals + WRAP, intervals)
    round_1, reply_1, round_2, reply_2 = np.moveaxis(np.where(intervals > 0, intervals, np.nan), -1, 0)
    flights = (round_1 * round_2 - reply_1 * reply_2) / (round_1 + round_2 + reply_1 + reply_2)
    distances = flights * tick * LIGHT - delay
    return np.asarray(np.where(distances > -1.0, distances, np.nan))
