"""Wrong: it answers in radians."""

from __future__ import annotations

import numpy as np


def tilted_heading(acceleration: np.ndarray, field: np.ndarray) -> float:
    """Heading of a tilted compass."""
    up = np.asarray(acceleration, dtype=float) / np.linalg.norm(acceleration)
    north = np.asarray(field, dtype=float) - np.dot(field, up) * up
    forward = np.array([1.0, 0.0, 0.0]) - up[0] * up
    if np.linalg.norm(north) < 1e-6 * np.linalg.norm(field) or np.linalg.norm(forward) < 1e-6:
        raise ValueError("field: no horizontal part")
    east = np.cross(north, up)
    return float(np.arctan2(forward @ east, forward @ north) % (2 * np.pi))
