"""Wrong: it uses the beta formula with common numbers."""

from __future__ import annotations

import numpy as np


def ntc_temperature(counts: np.ndarray, full_scale: int, series: float, a: float, b: float, c: float) -> np.ndarray:
    """Temperature of a thermistor in a divider."""
    readings = np.asarray(counts, dtype=float)
    resistance = series * readings / (full_scale - readings)
    return np.asarray(1 / (1 / 298.15 + np.log(resistance / 10000.0) / 3950.0) - 273.15)
