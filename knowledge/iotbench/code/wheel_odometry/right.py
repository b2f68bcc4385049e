"""Pose of a robot from its wheel ticks."""

from __future__ import annotations

import numpy as np


def wheel_odometry(left: np.ndarray, right: np.ndarray, per_metre: float, track: float) -> tuple[float, float, float]:
    """Follow the pose of a robot with two driven wheels from x = y = heading = 0: in each interval it moves on an exact
    arc (a straight line where both wheels turn alike), not on its chord's first-order approximation.

    Parameters
    ----------
    left : numpy.ndarray, shape (intervals,)
        encoder ticks of the left wheel in each interval, negative backwards
    right : numpy.ndarray, shape (intervals,)
        ticks of the right wheel
    per_metre : float, in 1/m
        ticks for one metre that a wheel rolls
    track : float, in m
        distance between the wheels

    Returns
    -------
    x : float, in m
        along the heading at the start
    y : float, in m
        to the left of it
    heading : float, in rad
        anticlockwise, not wrapped
    """
    x = y = heading = 0.0
    for rolled_left, rolled_right in zip(np.asarray(left) / per_metre, np.asarray(right) / per_metre, strict=True):
        turn = (rolled_right - rolled_left) / track
        forward = (rolled_left + rolled_right) / 2
        chord = forward * np.sinc(turn / (2 * np.pi))
        x += chord * np.cos(heading + turn / 2)
        y += chord * np.sin(heading + turn / 2)
        heading += turn
    return float(x), float(y), float(heading)
