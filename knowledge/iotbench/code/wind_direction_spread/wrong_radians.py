"""Wrong: it forgets to turn degrees into radians."""

from __future__ import annotations

import numpy as np


def wind_direction_spread(directions: np.ndarray) -> tuple[float, float]:
    """Mean and spread of wind direction."""
    radians = np.asarray(directions)
    sine, cosine = np.sin(radians).mean(), np.cos(radians).mean()
    e = np.sqrt(max(0.0, 1.0 - (sine**2 + cosine**2)))
    spread = np.arcsin(e) * (1.0 + (2.0 / np.sqrt(3.0) - 1.0) * e**3)
    return float(np.degrees(np.arctan2(sine, cosine)) % 360.0), float(np.degrees(spread))
