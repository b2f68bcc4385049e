"""Wrong: it takes the difference of mean phases."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0


def phase_bearing(first: np.ndarray, second: np.ndarray, spacing: float, frequency: float) -> float:
    """Bearing of a tag by two antennas."""
    wavelength = LIGHT / frequency
    if spacing > wavelength / 2:
        raise ValueError(f"spacing: {spacing} m is more than half a wavelength")
    phase = np.mean(np.angle(second)) - np.mean(np.angle(first))
    sine = np.clip(phase * wavelength / (2 * np.pi * spacing), -1.0, 1.0)
    return float(np.degrees(np.arcsin(sine)))
