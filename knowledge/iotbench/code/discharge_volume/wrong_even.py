"""Wrong: it takes the readings for evenly spaced."""

from __future__ import annotations

import numpy as np


def discharge_volume(
    times: np.ndarray, stage: np.ndarray, zero: float, coefficient: float, exponent: float
) -> tuple[float, float]:
    """Water that ran down a river by its stage."""
    known = ~np.isnan(stage)
    bridged = np.interp(times, np.asarray(times)[known], np.asarray(stage)[known])
    discharge = coefficient * np.maximum(bridged - zero, 0.0) ** exponent
    volume = np.sum((times[1] - times[0]) * (discharge[1:] + discharge[:-1]) / 2.0)
    return float(volume), float(discharge.max())
