"""Wrong: it compares the highest sample of both."""

from __future__ import annotations

import numpy as np


def conveyor_speed(first: np.ndarray, second: np.ndarray, rate: float, distance: float, slowest: float) -> float:
    """Speed of a conveyor by two light sensors."""
    delay = int(np.argmax(second)) - int(np.argmax(first))
    if delay <= 0:
        raise ValueError("first, second: no delay")
    return rate * distance / delay
