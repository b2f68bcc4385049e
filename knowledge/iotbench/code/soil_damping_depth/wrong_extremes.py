"""Wrong: it takes half of maximum minus minimum for the amplitude."""

from __future__ import annotations

import numpy as np


def soil_damping_depth(shallow: np.ndarray, deep: np.ndarray, distance: float) -> tuple[float, float]:
    """Damping depth of the daily temperature wave in soil."""
    if len(shallow) == 0 or len(shallow) % 24 or len(shallow) != len(deep):
        raise ValueError(f"shallow, deep: {len(shallow)} and {len(deep)} hours")

    upper, lower = np.ptp(shallow), np.ptp(deep)
    if lower >= upper:
        raise ValueError("deep: its wave is not smaller")
    depth = float(distance / np.log(upper / lower))
    return depth, float(np.pi * depth**2 / 86400.0)
