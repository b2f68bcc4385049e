"""Wrong: it keeps the value within low and high and sees no fault."""

from __future__ import annotations

import numpy as np


def current_loop_value(current: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Value of a 4 to 20 mA loop with fault levels."""
    value = low + (high - low) * np.clip((np.asarray(current) - 4.0) / 16.0, 0.0, 1.0)
    return value, np.zeros(len(current), dtype=int)
