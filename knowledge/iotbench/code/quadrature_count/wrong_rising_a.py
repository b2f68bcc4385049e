"""Wrong: it counts rising edges of one line only."""

from __future__ import annotations

import numpy as np


def quadrature_count(a: np.ndarray, b: np.ndarray) -> tuple[int, int]:
    """Position of a quadrature encoder."""
    rising = np.flatnonzero(np.diff(np.asarray(a, dtype=int)) == 1) + 1
    return int(sum(1 if b[edge] == 0 else -1 for edge in rising)), 0
