"""Wrong: it lets the tangent meet zero instead of the baseline."""

from __future__ import annotations

import numpy as np


def qt_by_tangent(beat: np.ndarray, rate: float, onset: int, start: int, end: int, baseline: float) -> float:
    """QT interval by the tangent at the T wave."""
    slopes = np.gradient(np.asarray(beat, dtype=float))[start:end]
    steepest = int(np.argmin(slopes))
    if slopes[steepest] >= 0:
        raise ValueError("beat: no descent between start and end")
    position = start + steepest
    crossing = position + (0.0 - beat[position]) / slopes[steepest]
    return float(1000.0 * (crossing - onset) / rate)
