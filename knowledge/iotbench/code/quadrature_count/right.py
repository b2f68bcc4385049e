"""Position of a quadrature encoder."""

from __future__ import annotations

import numpy as np


def quadrature_count(a: np.ndarray, b: np.ndarray) -> tuple[int, int]:
    """Decode the two lines of a quadrature encoder at every edge (four counts a cycle). Forward is the order
    (A, B) = 00, 10, 11, 01, 00. Where both lines change between two samples a step was missed: this is an error and
    does not change the position.

    Parameters
    ----------
    a : numpy.ndarray, shape (samples,)
        line A, 0 or 1
    b : numpy.ndarray, shape (samples,)
        line B, 0 or 1

    Returns
    -------
    position : int
        forward minus backward edges
    errors : int
        how often both lines changed at once
    """
    a, b = np.asarray(a, dtype=int), np.asarray(b, dtype=int)
    phase = (a ^ b) + 2 * b
    steps = np.diff(phase) % 4
    return int(np.sum(steps == 1) - np.sum(steps == 3)), int(np.sum(steps == 2))
