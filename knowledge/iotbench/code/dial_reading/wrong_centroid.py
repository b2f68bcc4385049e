"""Wrong: it takes the direction of the dark pixels' mean."""

from __future__ import annotations

import numpy as np


def dial_reading(
    image: np.ndarray,
    centre: tuple[float, float],
    radius: float,
    angles: tuple[float, float],
    values: tuple[float, float],
) -> float:
    """Reading of a dial by a camera."""
    rows, columns = np.nonzero(image < np.mean(image) / 2)
    angle = float(np.degrees(np.arctan2(columns.mean() - centre[1], centre[0] - rows.mean())))
    return values[0] + (values[1] - values[0]) * (angle - angles[0]) / (angles[1] - angles[0])
