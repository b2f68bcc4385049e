"""Doppler shifts over time from CSI without random phase."""

from __future__ import annotations

import numpy as np
from scipy.signal import ShortTimeFFT, get_window


def _strongest(csi: np.ndarray) -> np.ndarray:
    """The first complex principal component over subcarriers and links."""
    channels = csi.reshape(len(csi), -1)
    moving = channels - channels.mean(axis=0)
    _, weights = np.linalg.eigh(moving.conj().T @ moving)
    return np.asarray(moving @ weights[:, -1])


def doppler_spectrogram(
    csi: np.ndarray, rate: float, window: float = 1.0, step: float = 0.1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show how fast, and in which direction, reflecting bodies move: a short-time Fourier transform of the first complex
    principal component of CSI whose random phase was cancelled before (by `conjugate_product` or `antenna_ratio`).

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel products at even times
    rate : float, in Hz
        packets a second
    window : float, in s
        length of one spectrum: 1 / window is the resolution in Hz
    step : float, in s
        time between spectra

    Returns
    -------
    spectrogram : numpy.ndarray, shape (times, frequencies)
        magnitudes, the static part of the recording removed
    frequencies : numpy.ndarray, shape (frequencies,), in Hz
        from -rate / 2 to rate / 2; above zero where the reflected path shortens
    times : numpy.ndarray, shape (times,), in s
        middles of the windows

    Raises
    ------
    ValueError
        where the recording is shorter than a window or the window holds fewer than 8 packets

    Notes
    -----
    Time: O(packets x channels^2), channels = subcarriers x links. Memory: O(packets x channels).
    Keywords: Doppler frequency shift, STFT, velocity of a walking person, WiFi sensing.

    References
    ----------
    K. Qian et al., "Widar: Decimeter-Level Passive Tracking via Velocity Monitoring with Commodity Wi-Fi", MobiHoc 2017.

    Examples
    --------
    >>> csi = np.exp(2j * np.pi * 20.0 * np.arange(1000) / 200)[:, None, None]
    >>> spectrogram, frequencies, _ = doppler_spectrogram(csi, 200.0)
    >>> round(float(frequencies[spectrogram.mean(axis=0).argmax()]), 6)
    20.0
    """
    length, hop = round(window * rate), max(1, round(step * rate))
    if csi.ndim != 3 or length < 8 or len(csi) < length:
        raise ValueError(f"csi of shape {csi.shape} holds no window of {length} packets (at least 8 are needed)")
    transform = ShortTimeFFT(get_window("hann", length), hop, rate, fft_mode="centered")
    first, last = transform.lower_border_end[1], transform.upper_border_begin(len(csi))[1]
    spectrogram = np.abs(transform.stft(_strongest(csi), p0=first, p1=max(last, first + 1)))
    times = (first + np.arange(spectrogram.shape[1])) * hop / rate
    return spectrogram.T, transform.f, times
