"""Wrong: it counts readings instead of time."""

from __future__ import annotations

import numpy as np


def glucose_in_range(
    times: np.ndarray, glucose: np.ndarray, low: float = 70.0, high: float = 180.0, longest: float = 15.0
) -> float:
    """Share of time with glucose in range."""
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    return float(np.mean((glucose >= low) & (glucose <= high)))
