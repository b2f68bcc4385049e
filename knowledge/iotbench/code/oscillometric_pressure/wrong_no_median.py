"""Wrong: it trusts every beat."""

from __future__ import annotations

import numpy as np


def _crossing(pressures: np.ndarray, sizes: np.ndarray, inner: int, way: int, level: float) -> float:
    while 0 <= inner + way < len(sizes):
        outer = inner + way
        if sizes[outer] < level:
            share = (sizes[inner] - level) / (sizes[inner] - sizes[outer])
            return float(pressures[inner] + share * (pressures[outer] - pressures[inner]))
        inner = outer
    raise ValueError("amplitudes: they do not fall far enough")


def oscillometric_pressure(
    pressures: np.ndarray, amplitudes: np.ndarray, systolic: float = 0.55, diastolic: float = 0.8
) -> tuple[float, float, float]:
    """Blood pressure from cuff oscillations."""
    sizes = np.array(amplitudes, dtype=float)

    top = int(np.argmax(sizes))
    high = _crossing(pressures, sizes, top, -1, systolic * sizes[top])
    low = _crossing(pressures, sizes, top, 1, diastolic * sizes[top])
    return high, float(pressures[top]), low
