"""Wrong: it answers in radians."""

from __future__ import annotations

import numpy as np


def shaft_revolutions(x: np.ndarray, y: np.ndarray) -> float:
    """Revolutions of a shaft by a magnetometer."""
    spans = np.ptp(x), np.ptp(y)
    if min(spans) == 0:
        raise ValueError("x, y: an axis does not change")
    across = (x - (np.min(x) + np.max(x)) / 2) / spans[0]
    along = (y - (np.min(y) + np.max(y)) / 2) / spans[1]
    angles = np.unwrap(np.arctan2(along, across))
    return float(angles[-1] - angles[0])
