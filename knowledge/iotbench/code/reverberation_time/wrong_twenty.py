"""Wrong: it answers the time for 20 dB."""

from __future__ import annotations

import numpy as np


def reverberation_time(response: np.ndarray, rate: float) -> float:
    """Reverberation time of a room."""
    energy = np.cumsum(np.asarray(response, dtype=float)[::-1] ** 2)[::-1]
    if energy[0] == 0:
        raise ValueError("response: silent")
    decay = 10.0 * np.log10(np.maximum(energy / energy[0], 1e-30))
    part = np.flatnonzero((decay <= -5.0) & (decay >= -25.0))
    slope = np.polyfit(part / rate, decay[part], 1)[0]
    return float(-20.0 / slope)
