"""Spectrogram of a signal by the short-time Fourier transform."""

from __future__ import annotations

import numpy as np
from scipy.signal import ShortTimeFFT
from scipy.signal.windows import hann


def stft_spectrogram(
    signal: np.ndarray,
    rate: float,
    frame: float = 0.256,
    overlap: float = 0.75,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show how the frequencies of a signal change over time: power spectral density of overlapping Hann windows, of which only
    those wholly within the signal are used.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    frame : float, in s
        length of a window: its inverse is the resolution in frequency
    overlap : float
        share by which windows overlap, from 0 to below 1

    Returns
    -------
    spectrum : numpy.ndarray, shape (frequencies, times)
        power a Hz, in the signal's unit squared
    frequencies : numpy.ndarray, shape (frequencies,), in Hz
        from 0 to half the rate
    times : numpy.ndarray, shape (times,), in s
        middle of each window

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than a window, or the overlap is out of range

    Notes
    -----
    Time: O(samples log frame). Memory: O(samples / (1 - overlap)).
    Keywords: time-frequency, STFT, waterfall, Doppler picture.

    References
    ----------
    J. B. Allen and L. R. Rabiner, "A Unified Approach to Short-Time Fourier Analysis and Synthesis", Proc. IEEE 65(11), 1977.
    doi:10.1109/PROC.1977.10770

    Examples
    --------
    >>> spectrum, frequencies, times = stft_spectrogram(np.sin(2 * np.pi * 100 * np.arange(4000) / 1000.0), 1000.0)
    >>> bool(np.all(np.abs(frequencies[spectrum.argmax(axis=0)] - 100.0) < 4))
    True
    """
    length = round(frame * rate)
    if signal.ndim != 1 or signal.size < max(length, 4) or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {max(length, 4)} finite samples")
    if not 0 <= overlap < 1:
        raise ValueError("overlap must be from 0 to below 1")
    step = max(1, round(length * (1 - overlap)))
    transform = ShortTimeFFT(hann(length, sym=False), step, rate, scale_to="psd", fft_mode="onesided2X")
    first, last = transform.lower_border_end[1], transform.upper_border_begin(signal.size)[1]
    density = transform.spectrogram(signal, p0=first, p1=last)
    return density, transform.f, transform.t(signal.size, first, last)
