"""Power spectral density by Welch's method."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch


def welch_spectrum(signal: np.ndarray, rate: float, resolution: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the power spectral density of noise or vibration with little variance: the median of the spectra of half
    overlapping, detrended Hann windows, which a few knocks in the recording do not move (Welch, robust form).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    resolution : float, in Hz
        distance of frequencies; windows are its inverse long, or the signal where that is shorter

    Returns
    -------
    spectrum : numpy.ndarray, shape (frequencies,)
        power a Hz, in the signal's unit squared
    frequencies : numpy.ndarray, shape (frequencies,), in Hz
        from 0 to half the rate

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 8 finite samples

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: PSD, power spectrum, noise density, periodogram.

    References
    ----------
    P. D. Welch, "The Use of Fast Fourier Transform for the Estimation of Power Spectra", IEEE Trans. Audio Electroacoust. 15(2),
    1967. doi:10.1109/TAU.1967.1161901

    Examples
    --------
    >>> noise = 2.0 * np.random.default_rng(seed=0).standard_normal(20000)
    >>> spectrum, frequencies = welch_spectrum(noise, 100.0)
    >>> round(float(spectrum[1:-1].mean()), 2)
    0.08
    """
    if signal.ndim != 1 or signal.size < 8 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 8 finite samples")
    length = min(signal.size, max(8, round(rate / resolution)))
    frequencies, density = welch(signal, rate, "hann", length, detrend="linear", average="median")
    return density, frequencies
