"""Wrong: it takes the mean of degrees."""

from __future__ import annotations

import numpy as np


def wind_direction_spread(directions: np.ndarray) -> tuple[float, float]:
    """Mean and spread of wind direction."""
    return float(np.mean(directions)), float(np.std(directions))
