"""Wrong: it takes every negative weight for an empty scale."""

from __future__ import annotations

import numpy as np


def scale_auto_zero(
    counts: np.ndarray, zero: float, scale: float, band: float = 0.02, creep: float = 0.1
) -> np.ndarray:
    """Scale with automatic zero tracking."""
    weights = np.empty(len(counts))
    for number, reading in enumerate(counts):
        weights[number] = (reading - zero) * scale
        if weights[number] < band:
            zero += creep * (reading - zero)
    return weights
