"""Wrong: it counts a missed step as two forward."""

from __future__ import annotations

import numpy as np


def quadrature_count(a: np.ndarray, b: np.ndarray) -> tuple[int, int]:
    """Position of a quadrature encoder."""
    a, b = np.asarray(a, dtype=int), np.asarray(b, dtype=int)
    phase = (a ^ b) + 2 * b
    steps = np.diff(phase) % 4
    return int(np.sum(steps == 1) + 2 * np.sum(steps == 2) - np.sum(steps == 3)), int(np.sum(steps == 2))
