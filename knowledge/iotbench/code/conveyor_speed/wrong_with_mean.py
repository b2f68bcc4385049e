"""Wrong: it leaves the means in."""

from __future__ import annotations

import numpy as np
from scipy.signal import correlate


def conveyor_speed(first: np.ndarray, second: np.ndarray, rate: float, distance: float, slowest: float) -> float:
    """Speed of a conveyor by two light sensors."""
    one, other = np.asarray(first), np.asarray(second)
    longest = min(int(rate * distance / slowest), len(first) - 1)
    likeness = correlate(other, one, mode="full", method="fft")[len(one) : len(one) + longest]
    best = int(np.argmax(likeness))
    if likeness[best] <= 1e-12 * np.linalg.norm(one) * np.linalg.norm(other):
        raise ValueError("first, second: they see nothing in common")
    return rate * distance / (best + 1)
