"""Wrong: it accepts a signal that is too short."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch


def eeg_alpha_ratio(signal: np.ndarray, rate: float) -> float:
    """Alpha power against theta and beta in an EEG."""
    length = round(2 * rate)
    length = min(length, len(signal))
    frequencies, density = welch(signal, fs=rate, window="hann", nperseg=length, noverlap=length // 2)
    theta, alpha, beta = (
        density[(frequencies >= low) & (frequencies < high)].sum() for low, high in ((4, 8), (8, 13), (13, 30))
    )
    return float(alpha / (theta + beta))
