"""Step times of a stepper motor with ramps."""

from __future__ import annotations

import numpy as np


def stepper_ramp(steps: int, speed: float, acceleration: float) -> np.ndarray:
    """Give the times of the steps of a motor that speeds up evenly from rest, goes on at its highest speed and slows
    down evenly to rest, with the same magnitude of acceleration. Step k is due when the motor has come k steps far;
    where the way is too short for the highest speed, the motor slows down from its middle on.

    Parameters
    ----------
    steps : int
        length of the way, 0 or more
    speed : float, in 1/s
        highest speed in steps a second
    acceleration : float, in 1/s²
        in steps a second squared

    Returns
    -------
    times : numpy.ndarray, shape (steps,), in s
        times of the steps 1 to the last since the start, at which the motor rests
    """
    ramp = min(speed**2 / (2.0 * acceleration), steps / 2.0)
    top = np.sqrt(2.0 * acceleration * ramp)
    way = np.arange(1, steps + 1)
    total = 2.0 * top / acceleration + (steps - 2.0 * ramp) / top if steps else 0.0
    rising = np.sqrt(2.0 * np.minimum(way, ramp) / acceleration)
    falling = total - np.sqrt(2.0 * (steps - np.maximum(way, steps - ramp)) / acceleration)
    even = rising + (np.clip(way, ramp, steps - ramp) - ramp) / top if steps else rising
    return np.where(way > steps - ramp, falling, even)
