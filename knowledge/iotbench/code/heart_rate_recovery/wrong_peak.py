"""Wrong: it starts from the highest rate and steps on by readings instead of seconds."""

from __future__ import annotations

import numpy as np


def heart_rate_recovery(times: np.ndarray, heart_rate: np.ndarray, end: float, delay: float = 60.0) -> float:
    """Heart rate recovery after exercise."""
    first = int(np.argmax(heart_rate))
    last = min(first + int(delay), len(heart_rate) - 1)
    if end + delay > times[-1]:
        raise ValueError("times: too short")
    return float(heart_rate[first] - heart_rate[last])
