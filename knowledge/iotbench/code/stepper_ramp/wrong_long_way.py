"""Wrong: it believes that the highest speed is always reached."""

from __future__ import annotations

import numpy as np


def stepper_ramp(steps: int, speed: float, acceleration: float) -> np.ndarray:
    """Step times of a stepper motor with ramps."""
    ramp = speed**2 / (2.0 * acceleration)
    top = np.sqrt(2.0 * acceleration * ramp)
    way = np.arange(1, steps + 1)
    total = 2.0 * top / acceleration + (steps - 2.0 * ramp) / top if steps else 0.0
    rising = np.sqrt(2.0 * np.minimum(way, ramp) / acceleration)
    falling = total - np.sqrt(2.0 * (steps - np.maximum(way, steps - ramp)) / acceleration)
    even = rising + (np.clip(way, ramp, steps - ramp) - ramp) / top if steps else rising
    return np.where(way > steps - ramp, falling, even)
