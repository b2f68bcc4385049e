"""Wrong: it knows a roll-over forward only."""

from __future__ import annotations

import numpy as np


def meter_flows(readings: np.ndarray, capacity: float) -> tuple[float, float]:
    """Forward and reverse flow of a rolling meter."""
    changes = np.diff(np.asarray(readings, dtype=float))
    changes = np.where(changes < -capacity / 2, changes + capacity, changes)
    return float(changes[changes > 0].sum()), float(-changes[changes < 0].sum())
