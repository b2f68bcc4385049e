"""Wrong: it counts what is left as whole cycles."""

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
    damage = 0.0
    left: list[float] = []
    for reversal in _reversals(np.asarray(stress)):
        left.append(reversal)
        while len(left) >= 3 and abs(left[-1] - left[-2]) >= abs(left[-2] - left[-3]):
            whole = len(left) > 3
            damage += (1.0 if whole else 0.5) * (abs(left[-2] - left[-3]) / capacity) ** exponent
            if whole:
                del left[-3:-1]
            else:
                left.pop(0)
    return float(damage + sum(1.0 * (abs(b - a) / capacity) ** exponent for a, b in pairwise(left)))
