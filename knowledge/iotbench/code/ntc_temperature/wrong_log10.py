"""Wrong: it takes the decimal logarithm."""

from __future__ import annotations

import numpy as np


def ntc_temperature(counts: np.ndarray, full_scale: int, series: float, a: float, b: float, c: float) -> np.ndarray:
    """Temperature of a thermistor in a divider."""
    readings = np.asarray(counts, dtype=float)
    readings = np.where((readings > 0) & (readings < full_scale), readings, np.nan)
    logarithm = np.log10(series * readings / (full_scale - readings))
    return np.asarray(1.0 / (a + b * logarithm + c * logarithm**3) - 273.15)
