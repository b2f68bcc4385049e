"""Wrong: it counts peaks and so neither fractions nor direction."""

from __future__ import annotations

import numpy as np
from scipy.signal import find_peaks


def shaft_revolutions(x: np.ndarray, y: np.ndarray) -> float:
    """Revolutions of a shaft by a magnetometer."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise ValueError("x, y: an axis does not change")
    return float(len(find_peaks(x)[0]))
