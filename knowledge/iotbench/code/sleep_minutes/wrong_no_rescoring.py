"""Wrong: it leaves the rescoring out."""

from __future__ import annotations

import numpy as np

WEIGHTS = 0.001 * np.array([106.0, 54.0, 58.0, 76.0, 230.0, 74.0, 67.0])


def sleep_minutes(counts: np.ndarray) -> np.ndarray:
    """Sleep and wake from wrist activity."""
    padded = np.concatenate([np.zeros(4), np.asarray(counts, dtype=float), np.zeros(2)])
    scored = np.correlate(padded, WEIGHTS, mode="valid") < 1.0
    return scored
