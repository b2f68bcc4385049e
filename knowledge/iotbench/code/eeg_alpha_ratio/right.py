"""Alpha power against theta and beta in an EEG."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch


def eeg_alpha_ratio(signal: np.ndarray, rate: float) -> float:
    """Divide the power of the alpha rhythm by the sum of the powers of theta and beta. The power density comes from
    Welch's method: Hann windows of 2 s that overlap by half, each without its mean.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in uV
        one EEG channel
    rate : float, in Hz
        its sampling rate, above 64 Hz

    Returns
    -------
    ratio : float
        power in 8 to 13 Hz over the summed power in 4 to 8 Hz and 13 to 30 Hz; the power in a band is the sum of the
        densities at its frequencies, with its lower end, without its upper one

    Raises
    ------
    ValueError
        where the signal is shorter than 2 s
    """
    length = round(2 * rate)
    if len(signal) < length:
        raise ValueError(f"signal: {len(signal)} samples are less than 2 s")
    frequencies, density = welch(signal, fs=rate, window="hann", nperseg=length, noverlap=length // 2)
    theta, alpha, beta = (
        density[(frequencies >= low) & (frequencies < high)].sum() for low, high in ((4, 8), (8, 13), (13, 30))
    )
    return float(alpha / (theta + beta))
