"""Micro-Doppler spectrogram of a moving target."""

from __future__ import annotations

import numpy as np
from scipy.signal import ShortTimeFFT, get_window


def micro_doppler(
    profiles: np.ndarray, rate: float = 1000.0, window: float = 0.15, step: float = 0.02, wavelength: float = 3.9e-3
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show the speeds of torso, arms and legs over time: add up the short-time Fourier power of the ranges that hold the
    target, with what stands still removed, and express it over the noise in decibels.

    Parameters
    ----------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex range profiles, or one column of a radar without range
    rate : float, in Hz
        chirps a second
    window : float, in s
        length of one spectrum
    step : float, in s
        time between spectra
    wavelength : float, in m
        of the carrier

    Returns
    -------
    spectrogram : numpy.ndarray, shape (times, speeds), in dB
        power over the median of all cells, not below 0
    speeds : numpy.ndarray, shape (speeds,), in m/s
        rising, above zero for what goes away
    times : numpy.ndarray, shape (times,), in s
        middles of the windows

    Raises
    ------
    ValueError
        where the profiles are not complex and two-dimensional, shorter than a window, or the window is below 8 chirps

    Notes
    -----
    Time: O(chirps x ranges x window / step x log window). Memory: O(chirps x ranges x window / step).
    Keywords: gait, human activity, time-frequency, STFT, limbs.

    References
    ----------
    V. C. Chen, F. Li, S.-S. Ho and H. Wechsler, "Micro-Doppler Effect in Radar: Phenomenon, Model, and Simulation Study",
    IEEE Trans. Aerosp. Electron. Syst. 42(1), 2006. doi:10.1109/TAES.2006.1603402

    Examples
    --------
    >>> times = np.arange(2000) / 1000
    >>> away = np.exp(2j * np.pi * 2 * 0.5 / 3.9e-3 * times)[:, None]
    >>> spectrogram, speeds, _ = micro_doppler(away)
    >>> round(float(speeds[spectrogram.mean(axis=0).argmax()]), 2)
    0.49
    """
    length, hop = round(window * rate), max(1, round(step * rate))
    if profiles.ndim != 2 or not np.iscomplexobj(profiles) or length < 8 or len(profiles) < length:
        raise ValueError(f"profiles of shape {profiles.shape} hold no complex window of {length} chirps (at least 8)")
    moving = profiles - profiles.mean(axis=0)
    transform = ShortTimeFFT(get_window("hann", length), hop, rate, fft_mode="centered")
    first, last = transform.lower_border_end[1], transform.upper_border_begin(len(moving))[1]
    parts = transform.stft(moving, p0=first, p1=max(last, first + 1), axis=0)
    power = np.sum(np.abs(parts) ** 2, axis=1).T
    decibels = 10 * np.log10(np.maximum(power / max(float(np.median(power)), 1e-300), 1.0))
    return decibels, transform.f * wavelength / 2, (first + np.arange(len(power))) * hop / rate
