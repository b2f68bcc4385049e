"""Wrong: it takes the largest deviation of the effective values from their mean."""

from __future__ import annotations

import numpy as np


def negative_sequence_share(voltages: np.ndarray, rate: float, frequency: float) -> float:
    """Unbalance of a three-phase supply."""
    effective = np.sqrt(np.mean(np.asarray(voltages) ** 2, axis=0))
    if not effective.any():
        raise ValueError("voltages: none")
    return float(100.0 * np.max(np.abs(effective - effective.mean())) / effective.mean())
