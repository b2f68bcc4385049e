"""Wrong: it does not notice that the readings end too early."""

from __future__ import annotations

import numpy as np


def heart_rate_recovery(times: np.ndarray, heart_rate: np.ndarray, end: float, delay: float = 60.0) -> float:
    """Heart rate recovery after exercise."""

    at_end, later = np.interp([end, end + delay], times, heart_rate)
    return float(at_end - later)
