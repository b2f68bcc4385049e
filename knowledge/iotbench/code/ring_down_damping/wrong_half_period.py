"""Wrong: it takes maxima and minima for maxima."""

from __future__ import annotations

import numpy as np


def ring_down_damping(signal: np.ndarray, rate: float) -> tuple[float, float]:
    """Damping of a structure by its ring-down."""
    signal = np.abs(np.asarray(signal, dtype=float))
    inner = signal[1:-1]
    maxima = np.flatnonzero((inner > signal[:-2]) & (inner >= signal[2:]) & (inner > 0)) + 1
    maxima = maxima[signal[maxima] >= 0.05 * signal[maxima].max(initial=0.0)]
    if len(maxima) < 2:
        raise ValueError("signal: fewer than two maxima")
    periods = np.arange(len(maxima))
    decrement = -np.polyfit(periods, np.log(signal[maxima]), 1)[0]
    ratio = decrement / np.hypot(2.0 * np.pi, decrement)
    damped = rate * (len(maxima) - 1) / (maxima[-1] - maxima[0])
    return float(damped / np.sqrt(1.0 - ratio**2)), float(ratio)
