"""Wrong: it answers in samples, not in milliseconds."""

from __future__ import annotations

import numpy as np


def qt_by_tangent(beat: np.ndarray, rate: float, onset: int, start: int, end: int, baseline: float) -> float:
    """QT interval by the tangent at the T wave."""
    slopes = np.gradient(np.asarray(beat, dtype=float))[start:end]
    steepest = int(np.argmin(slopes))
    if slopes[steepest] >= 0:
        raise ValueError("beat: no descent between start and end")
    position = start + steepest
    crossing = position + (baseline - beat[position]) / slopes[steepest]
    return float(crossing - onset)
