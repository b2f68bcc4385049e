"""Wrong: it counts in fixed windows of ten minutes."""

from __future__ import annotations

import numpy as np


def peak_rain_intensity(tips: np.ndarray, depth: float = 0.2, window: float = 600.0) -> float:
    """Highest rain intensity from bucket tips."""
    if len(tips) == 0:
        return 0.0
    return float(np.bincount((np.asarray(tips) // window).astype(int)).max() * depth * 3600.0 / window)
