"""Wrong: it takes the mean of everything."""

from __future__ import annotations

import numpy as np


def gyro_bias_at_rest(rotation: np.ndarray, rate: float, window: float = 1.0, limit: float = 0.01) -> np.ndarray:
    """Gyroscope bias while a device lies still."""
    return np.asarray(np.mean(rotation, axis=0))
