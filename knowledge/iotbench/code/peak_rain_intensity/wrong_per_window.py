"""Wrong: it answers in millimetres for a window."""

from __future__ import annotations

import numpy as np


def peak_rain_intensity(tips: np.ndarray, depth: float = 0.2, window: float = 600.0) -> float:
    """Highest rain intensity from bucket tips."""
    if len(tips) == 0:
        return 0.0
    ends = np.searchsorted(tips, np.asarray(tips, dtype=float) + window, side="left")
    return float(np.max(ends - np.arange(len(tips))) * depth)
