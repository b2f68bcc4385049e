"""Wrong: it takes bin numbers for Hertz."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch


def eeg_alpha_ratio(signal: np.ndarray, rate: float) -> float:
    """Alpha power against theta and beta in an EEG."""
    length = round(2 * rate)
    if len(signal) < length:
        raise ValueError(f"signal: {len(signal)} samples are less than 2 s")
    frequencies, density = welch(signal, fs=rate, window="hann", nperseg=length, noverlap=length // 2)
    theta, alpha, beta = (
        density[(frequencies >= low) & (frequencies < high)].sum() for low, high in ((4, 8), (8, 13), (13, 30))
    )
    theta, alpha, beta = density[4:8].sum(), density[8:13].sum(), density[13:30].sum()
    return float(alpha / (theta + beta))
