"""Wrong: it divides and so loses the quadrant."""

from __future__ import annotations

import numpy as np


def rosette_strain(a: float, b: float, c: float) -> tuple[float, float, float]:
    """Principal strains of a strain rosette."""
    radius = np.hypot(a - b, b - c) / np.sqrt(2.0)
    angle = np.degrees(np.arctan((2.0 * b - a - c) / (a - c))) / 2.0 if a != c else 0.0
    return float((a + c) / 2 + radius), float((a + c) / 2 - radius), float(angle)
