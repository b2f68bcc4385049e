"""Wrong: it compares the counts of the minute alone."""

from __future__ import annotations

import numpy as np


def sleep_minutes(counts: np.ndarray) -> np.ndarray:
    """Sleep and wake from wrist activity."""
    return np.asarray(counts) * 0.23 < 1.0
