"""Wrong: it takes a missing hour for a hot one."""

from __future__ import annotations

import numpy as np

LIMITS = np.array([1.5, 2.5, 9.2, 12.5, 16.0, 18.0])
UNITS = np.array([0.0, 0.5, 1.0, 0.5, 0.0, -0.5, -1.0])


def utah_chill_units(temperatures: np.ndarray) -> np.ndarray:
    """Chill units of an orchard."""
    temperatures = np.asarray(temperatures, dtype=float)
    gained = UNITS[np.searchsorted(LIMITS, temperatures, side="right")]
    sums = np.empty(len(gained))
    total = 0.0
    for hour, gain in enumerate(gained):
        total = max(0.0, total + gain)
        sums[hour] = total
    return sums
