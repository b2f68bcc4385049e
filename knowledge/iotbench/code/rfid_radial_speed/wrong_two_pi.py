"""Wrong: it knows nothing of the jumps by pi."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0


def rfid_radial_speed(times: np.ndarray, phases: np.ndarray, frequency: float) -> float:
    """Radial speed of a tag by its phase."""
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    slope = np.polyfit(times, np.unwrap(phases), 1)[0]
    return float(slope * LIGHT / frequency / (4.0 * np.pi))
