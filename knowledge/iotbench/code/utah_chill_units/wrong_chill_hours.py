"""Wrong: it counts hours between 0 and 7.2 °C."""

from __future__ import annotations

import numpy as np


def utah_chill_units(temperatures: np.ndarray) -> np.ndarray:
    """Chill units of an orchard."""
    return np.cumsum((temperatures > 0.0) & (temperatures < 7.2)).astype(float)
