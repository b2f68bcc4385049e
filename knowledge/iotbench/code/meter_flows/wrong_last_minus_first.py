"""Wrong: it subtracts the first reading from the last."""

from __future__ import annotations

import numpy as np


def meter_flows(readings: np.ndarray, capacity: float) -> tuple[float, float]:
    """Forward and reverse flow of a rolling meter."""
    return float(readings[-1] - readings[0]), 0.0
