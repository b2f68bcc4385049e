"""Wrong: it looks at the vertical axis alone and at every sample."""

from __future__ import annotations

import numpy as np


def drop_height(acceleration: np.ndarray, rate: float, limit: float = 3.0) -> float:
    """Height of a fall from free-fall time."""
    low = np.flatnonzero(np.abs(acceleration[:, 1]) < limit)
    return float(0.5 * 9.81 * ((low[-1] - low[0]) / rate) ** 2) if len(low) else 0.0
