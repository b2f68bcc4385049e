"""Wrong: it forgets the half."""

from __future__ import annotations

import numpy as np


def drop_height(acceleration: np.ndarray, rate: float, limit: float = 3.0) -> float:
    """Height of a fall from free-fall time."""
    longest = run = 0
    for magnitude in np.linalg.norm(acceleration, axis=1):
        run = run + 1 if magnitude < limit else 0
        longest = max(longest, run)
    return 9.81 * (longest / rate) ** 2
