"""Wrong: it looks at the power between neighbouring readings."""

from __future__ import annotations

import numpy as np


def quarter_hour_peak(times: np.ndarray, energy: np.ndarray) -> tuple[float, float]:
    """Highest quarter-hour demand of a building."""
    if np.floor(times[-1] / 900) <= np.ceil(times[0] / 900):
        raise ValueError("times: no whole quarter-hour")
    power = np.diff(energy) / np.diff(times) * 3600
    highest = int(np.argmax(power))
    return float(power[highest]), float(times[highest])
