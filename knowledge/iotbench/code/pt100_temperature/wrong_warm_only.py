"""Wrong: it solves the equation of the warm side everywhere."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

A, B, C = 3.9083e-3, -5.775e-7, -4.183e-12


def _resistance(temperature: float, zero: float) -> float:
    return zero * (1.0 + A * temperature + B * temperature**2 + 0.0 * C)


def pt100_temperature(resistance: np.ndarray, zero: float = 100.0) -> np.ndarray:
    """Temperature of a platinum resistor."""
    low, high = _resistance(-200.0, zero), _resistance(850.0, zero)
    found = [
        brentq(lambda t, seen=seen: _resistance(t, zero) - seen, -200.0, 850.0) if low <= seen <= high else np.nan
        for seen in np.asarray(resistance, dtype=float)
    ]
    return np.array(found)
