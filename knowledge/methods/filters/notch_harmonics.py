"""Remove mains hum and its harmonics."""

from __future__ import annotations

import numpy as np
from scipy.signal import filtfilt, iirnotch


def notch_harmonics(
    signal: np.ndarray,
    rate: float,
    mains: float = 50.0,
    quality: float = 30.0,
    harmonics: int = 5,
) -> np.ndarray:
    """Take mains hum out of a recording: a narrow second-order notch at the mains frequency and at each harmonic below half
    the rate, run forward and backward so that nothing is delayed.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    mains : float, in Hz
        50 in most of the world, 60 in America
    quality : float
        frequency over width of the notch
    harmonics : int
        how many multiples of the mains frequency are removed, itself included

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the signal without the hum

    Raises
    ------
    ValueError
        where the signal is not one channel of more than 9 finite samples, or the mains frequency is not below half the rate

    Notes
    -----
    Time: O(samples harmonics). Memory: O(samples).
    Keywords: power line interference, 50 Hz, 60 Hz, band stop, comb.

    References
    ----------
    S. J. Orfanidis, "Introduction to Signal Processing", Prentice-Hall, 1996, section 11.3 (notch filters).

    Examples
    --------
    >>> times = np.arange(4000) / 500.0
    >>> slow = np.sin(2 * np.pi * 7 * times)
    >>> clean = notch_harmonics(slow + np.sin(2 * np.pi * 50 * times), 500.0)
    >>> bool(np.abs(clean - slow)[1000:-1000].max() < 0.02)
    True
    """
    if signal.ndim != 1 or signal.size < 10 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of more than 9 finite samples")
    if not 0 < mains < rate / 2:
        raise ValueError(f"mains at {mains:g} Hz is not below half the rate of {rate:g} Hz")
    for frequency in mains * np.arange(1, harmonics + 1):
        # A notch right below half the rate is as wide as what is left above it.
        if frequency < 0.49 * rate:
            numerator, denominator = iirnotch(frequency, quality, fs=rate)
            signal = filtfilt(numerator, denominator, signal)
    return signal
