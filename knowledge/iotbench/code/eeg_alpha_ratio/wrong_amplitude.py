"""Wrong: it sums magnitudes instead of powers."""

from __future__ import annotations

import numpy as np


def eeg_alpha_ratio(signal: np.ndarray, rate: float) -> float:
    """Alpha power against theta and beta in an EEG."""
    if len(signal) < 2 * rate:
        raise ValueError("signal: too short")
    magnitude = np.abs(np.fft.rfft(signal))
    frequencies = np.fft.rfftfreq(len(signal), 1 / rate)
    theta, alpha, beta = (
        magnitude[(frequencies >= low) & (frequencies < high)].sum() for low, high in ((4, 8), (8, 13), (13, 30))
    )
    return float(alpha / (theta + beta))
