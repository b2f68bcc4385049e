"""Wrong: it takes the period for 24 s."""

from __future__ import annotations

import numpy as np


def soil_damping_depth(shallow: np.ndarray, deep: np.ndarray, distance: float) -> tuple[float, float]:
    """Damping depth of the daily temperature wave in soil."""
    if len(shallow) == 0 or len(shallow) % 24 or len(shallow) != len(deep):
        raise ValueError(f"shallow, deep: {len(shallow)} and {len(deep)} hours")
    day = np.exp(-2j * np.pi * np.arange(len(shallow)) / 24)
    upper, lower = abs(np.dot(shallow, day)), abs(np.dot(deep, day))
    if lower >= upper:
        raise ValueError("deep: its wave is not smaller")
    depth = float(distance / np.log(upper / lower))
    return depth, float(np.pi * depth**2 / 24.0)
