"""Wrong: it takes the resistor for linear."""

from __future__ import annotations

import numpy as np


def pt100_temperature(resistance: np.ndarray, zero: float = 100.0) -> np.ndarray:
    """Temperature of a platinum resistor."""
    return (np.asarray(resistance, dtype=float) / zero - 1.0) / 0.00385
