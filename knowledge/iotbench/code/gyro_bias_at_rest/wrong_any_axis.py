"""Wrong: it takes a window for still where one axis is."""

from __future__ import annotations

import numpy as np


def gyro_bias_at_rest(rotation: np.ndarray, rate: float, window: float = 1.0, limit: float = 0.01) -> np.ndarray:
    """Gyroscope bias while a device lies still."""
    length = round(window * rate)
    count = len(rotation) // length
    windows = np.asarray(rotation)[: count * length].reshape(count, length, 3)
    still = (windows.std(axis=1) < limit).any(axis=1)
    if not still.any():
        raise ValueError("rotation: the device is never still")
    return np.asarray(windows[still].mean(axis=(0, 1)))
