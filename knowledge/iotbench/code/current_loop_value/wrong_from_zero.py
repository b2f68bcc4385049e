"""Wrong: it scales from 0 mA."""

from __future__ import annotations

import numpy as np


def current_loop_value(current: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Value of a 4 to 20 mA loop with fault levels."""
    current = np.asarray(current, dtype=float)
    fault = (current > 21.0).astype(int) - (current < 3.6).astype(int)
    value = low + (high - low) * np.clip(current, 3.8, 20.5) / 20.0
    return np.where(fault == 0, value, np.nan), fault
