"""Wrong: it takes the first and last beat that reach the share, whatever lies between, and no median."""

from __future__ import annotations

import numpy as np


def oscillometric_pressure(
    pressures: np.ndarray, amplitudes: np.ndarray, systolic: float = 0.55, diastolic: float = 0.8
) -> tuple[float, float, float]:
    """Blood pressure from cuff oscillations."""
    top = int(np.argmax(amplitudes))
    first = np.flatnonzero(amplitudes >= systolic * amplitudes[top])[0]
    last = np.flatnonzero(amplitudes >= diastolic * amplitudes[top])[-1]
    if first == 0 or last == len(amplitudes) - 1:
        raise ValueError("amplitudes: they do not fall far enough")
    return float(pressures[first]), float(pressures[top]), float(pressures[last])
