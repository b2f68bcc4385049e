"""Wrong: it takes the return to a tenth of the T wave's height instead of the tangent."""

from __future__ import annotations

import numpy as np


def qt_by_tangent(beat: np.ndarray, rate: float, onset: int, start: int, end: int, baseline: float) -> float:
    """QT interval by the tangent at the T wave."""
    part = np.asarray(beat)[start:end] - baseline
    below = np.flatnonzero(part < 0.1 * part.max())
    if not len(below):
        raise ValueError("beat: the T wave does not end")
    return float(1000.0 * (start + below[0] - onset) / rate)
