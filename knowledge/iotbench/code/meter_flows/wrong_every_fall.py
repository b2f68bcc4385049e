"""Wrong: it takes every fall for a roll-over."""

from __future__ import annotations

import numpy as np


def meter_flows(readings: np.ndarray, capacity: float) -> tuple[float, float]:
    """Forward and reverse flow of a rolling meter."""
    changes = np.diff(np.asarray(readings, dtype=float))
    changes = changes % capacity
    return float(changes[changes > 0].sum()), float(-changes[changes < 0].sum())
