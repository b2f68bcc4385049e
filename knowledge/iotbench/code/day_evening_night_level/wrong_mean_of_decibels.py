"""Wrong: it takes the mean of decibels."""

from __future__ import annotations

import numpy as np


def day_evening_night_level(levels: np.ndarray) -> float:
    """Noise level of a day with evening and night."""
    if len(levels) != 24:
        raise ValueError(f"levels: {len(levels)} instead of 24")
    hours = np.arange(24)
    extra = np.where((hours >= 23) | (hours < 7), 10.0, np.where(hours >= 19, 5.0, 0.0))
    return float(np.mean(np.asarray(levels) + extra))
