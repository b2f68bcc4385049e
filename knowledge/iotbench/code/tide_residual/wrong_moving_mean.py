"""Wrong: it takes a moving mean of a day for the tide."""

from __future__ import annotations

import numpy as np


def tide_residual(times: np.ndarray, levels: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Surge left over from a tide gauge."""
    if len(levels) < 2 * len(periods) + 1:
        raise ValueError("levels: too few")
    width = max(1, min(len(levels), round(24.0 / (times[1] - times[0]))))
    return np.asarray(levels - np.convolve(levels, np.ones(width) / width, mode="same"))
