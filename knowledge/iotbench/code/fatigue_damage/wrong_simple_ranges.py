"""Wrong: it counts each range between neighbouring reversals as half a cycle."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def _reversals(stress: np.ndarray) -> list[float]:
    kept = [float(value) for value, before in zip(stress[1:], stress, strict=False) if value != before]
    series = [float(stress[0]), *kept]
    inner = [b for a, b, c in zip(series, series[1:], series[2:], strict=False) if (b - a) * (c - b) < 0]
    return [series[0], *inner, series[-1]] if len(series) > 1 else []


def fatigue_damage(stress: np.ndarray, capacity: float, exponent: float) -> float:
    """Fatigue damage by rainflow counting."""
    left = _reversals(np.asarray(stress))
    return float(sum(0.5 * (abs(b - a) / capacity) ** exponent for a, b in pairwise(left)))
