"""Wrong: it counts angles from the right as in mathematics."""

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
    candidates = np.radians(np.arange(angles[0], angles[1] + 0.25, 0.5))
    steps = np.linspace(0.3, 0.9, 60)[:, None] * radius
    rows = np.round(centre[0] - steps * np.sin(candidates)).astype(int)
    columns = np.round(centre[1] + steps * np.cos(candidates)).astype(int)
    brightness = np.asarray(image, dtype=float)[rows, columns].mean(axis=0)
    darkest = np.degrees(candidates[brightness <= brightness.min() + 0.02 * np.ptp(brightness)].mean())
    return float(values[0] + (values[1] - values[0]) * (darkest - angles[0]) / (angles[1] - angles[0]))
