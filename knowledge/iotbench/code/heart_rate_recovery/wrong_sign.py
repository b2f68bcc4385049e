"""Wrong: it subtracts the wrong way round."""

from __future__ import annotations

import numpy as np


def heart_rate_recovery(times: np.ndarray, heart_rate: np.ndarray, end: float, delay: float = 60.0) -> float:
    """Heart rate recovery after exercise."""
    if end < times[0] or end + delay > times[-1]:
        raise ValueError("times: they do not cover the recovery")
    at_end, later = np.interp([end, end + delay], times, heart_rate)
    return float(later - at_end)
