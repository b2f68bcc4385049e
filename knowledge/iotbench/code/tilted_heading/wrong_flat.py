"""Wrong: it forgets the tilt."""

from __future__ import annotations

import numpy as np


def tilted_heading(acceleration: np.ndarray, field: np.ndarray) -> float:
    """Heading of a tilted compass."""
    if np.hypot(field[0], field[1]) < 1e-9:
        raise ValueError("field: no horizontal part")
    return float(np.degrees(np.arctan2(field[1], field[0])) % 360.0)
