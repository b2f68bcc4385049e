"""Vibration velocity of a machine in its standard band."""

from __future__ import annotations

import numpy as np


def velocity_rms(signal: np.ndarray, rate: float, low: float = 10.0, high: float = 1000.0) -> float:
    """Measure how hard a machine shakes: root mean square velocity within the standard's band from an accelerometer, integrated
    in the frequency domain over averaged Hann windows, so that no drift of an integrator enters.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        acceleration of the bearing housing, at least a second long
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        lower end of the band; 2 for machines below 600 turns a minute
    high : float, in Hz
        upper end of the band; half the rate where that is lower

    Returns
    -------
    velocity : float, in mm/s
        root mean square within the band

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, too short to resolve the band's lower end, or the band is empty

    Notes
    -----
    Time: O(samples log rate). Memory: O(samples).
    Keywords: vibration severity, ISO 10816, ISO 20816, integration, condition monitoring.
    Plain NumPy.

    References
    ----------
    ISO 20816-1:2016, "Mechanical vibration - Measurement and evaluation of machine vibration - Part 1: General guidelines".

    Examples
    --------
    >>> times = np.arange(10000) / 5000.0
    >>> shake = 2 * np.pi * 50 * 4.5e-3 * np.sqrt(2) * np.cos(2 * np.pi * 50 * times)
    >>> round(velocity_rms(shake, 5000.0), 2)
    4.5
    """
    length = min(signal.size, round(rate))
    if signal.ndim != 1 or length < 4 * rate / low or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {4 / low:g} s of finite samples")
    if not low < min(high, rate / 2):
        raise ValueError(f"no band from {low:g} to {high:g} Hz at a rate of {rate:g} Hz")
    window = np.hanning(length)
    frames = np.lib.stride_tricks.sliding_window_view(signal, length)[:: length // 2]
    spectra = np.abs(np.fft.rfft((frames - frames.mean(axis=1, keepdims=True)) * window, axis=1)) ** 2
    power = 2.0 * spectra.mean(axis=0) / (length * np.sum(window**2))
    frequencies = np.fft.rfftfreq(length, 1.0 / rate)
    band = (frequencies >= low) & (frequencies <= high)
    return 1000.0 * float(np.sqrt(np.sum(power[band] / (2 * np.pi * frequencies[band]) ** 2)))
