"""Wrong: it forgets that the wave runs there and back."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0


def rfid_radial_speed(times: np.ndarray, phases: np.ndarray, frequency: float) -> float:
    """Radial speed of a tag by its phase."""
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    slope = np.polyfit(times, np.unwrap(phases, period=np.pi), 1)[0]
    return float(slope * LIGHT / frequency / (2.0 * np.pi))
