"""Wrong: it sums samples without their duration."""

from __future__ import annotations

import numpy as np


def forced_expiration(flow: np.ndarray, rate: float) -> tuple[float, float]:
    """First second of a forced expiration."""
    volume = np.cumsum(flow)
    times = np.arange(len(flow)) / rate
    peak = int(np.argmax(flow))
    zero = times[peak] - volume[peak] / flow[peak]
    if zero + 1.0 > times[-1]:
        raise ValueError("flow: it ends within the first second")
    return float(np.interp(zero + 1.0, times, volume)), float(volume[-1])
