"""Wrong: it leaves the limits themselves out."""

from __future__ import annotations

import numpy as np


def glucose_in_range(
    times: np.ndarray, glucose: np.ndarray, low: float = 70.0, high: float = 180.0, longest: float = 15.0
) -> float:
    """Share of time with glucose in range."""
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    lasting = np.minimum(np.diff(times), longest)
    values = np.asarray(glucose)[:-1]
    inside = (values > low) & (values < high)
    return float(lasting[inside].sum() / lasting.sum())
