"""Wrong: it steps at the highest speed at once."""

from __future__ import annotations

import numpy as np


def stepper_ramp(steps: int, speed: float, acceleration: float) -> np.ndarray:
    """Step times of a stepper motor with ramps."""
    return np.arange(1, steps + 1) / speed
