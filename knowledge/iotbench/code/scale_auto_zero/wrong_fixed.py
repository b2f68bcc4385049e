"""Wrong: it keeps the zero for ever."""

from __future__ import annotations

import numpy as np


def scale_auto_zero(
    counts: np.ndarray, zero: float, scale: float, band: float = 0.02, creep: float = 0.1
) -> np.ndarray:
    """Scale with automatic zero tracking."""
    return (np.asarray(counts, dtype=float) - zero) * scale
