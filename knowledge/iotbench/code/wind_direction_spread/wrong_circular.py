"""Wrong: it takes the circular standard deviation of statistics."""

from __future__ import annotations

import numpy as np
from scipy.stats import circmean, circstd


def wind_direction_spread(directions: np.ndarray) -> tuple[float, float]:
    """Mean and spread of wind direction."""
    return float(circmean(directions, high=360.0)), float(circstd(directions, high=360.0))
