"""Wrong: it forgets the temperature."""

from __future__ import annotations

import numpy as np


def tyre_leak_rate(times: np.ndarray, gauge: np.ndarray, temperature: np.ndarray, ambient: float = 101.3) -> float:
    """Leak of a tyre apart from temperature."""
    if len(times) == 0 or np.ptp(times) == 0:
        raise ValueError("times: no two different times")
    cold = np.asarray(gauge, dtype=float)
    since = np.asarray(times) - np.mean(times)
    return float(np.dot(since, cold) / np.dot(since, since))
