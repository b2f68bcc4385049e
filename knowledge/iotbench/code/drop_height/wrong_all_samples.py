"""Wrong: it adds all falls together."""

from __future__ import annotations

import numpy as np


def drop_height(acceleration: np.ndarray, rate: float, limit: float = 3.0) -> float:
    """Height of a fall from free-fall time."""
    seconds = np.sum(np.linalg.norm(acceleration, axis=1) < limit) / rate
    return float(0.5 * 9.81 * seconds**2)
