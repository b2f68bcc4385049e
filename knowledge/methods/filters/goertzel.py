"""Strength of a few frequencies by the Goertzel algorithm."""

from __future__ import annotations

import numpy as np


def goertzel(signal: np.ndarray, rate: float, frequencies: np.ndarray) -> np.ndarray:
    """Measure the amplitude of a few known tones (touch tones, pilot tones, mains harmonics) without a whole Fourier transform:
    one resonator of two numbers for each frequency, which need not lie on a bin.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    frequencies : numpy.ndarray, shape (frequencies,), in Hz
        the tones looked for, below half the rate

    Returns
    -------
    spectrum : numpy.ndarray, shape (frequencies,)
        amplitude of each, in the unit of the signal

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or a frequency is not between 0 and half the rate

    Notes
    -----
    Time: O(samples frequencies). Memory: O(frequencies).
    Keywords: DTMF, tone detection, single bin DFT, microcontroller.
    Plain NumPy.

    References
    ----------
    G. Goertzel, "An Algorithm for the Evaluation of Finite Trigonometric Series", Amer. Math. Monthly 65(1), 1958.
    doi:10.2307/2310304

    Examples
    --------
    >>> tone = 2.0 * np.sin(2 * np.pi * 697 * np.arange(800) / 8000.0)
    >>> np.round(goertzel(tone, 8000.0, np.array([697.0, 1209.0])), 1).tolist()
    [2.0, 0.0]
    """
    if signal.ndim != 1 or not signal.size or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples")
    if np.any((frequencies <= 0) | (frequencies >= rate / 2)):
        raise ValueError("frequencies must lie between 0 and half the rate")
    angles = 2.0 * np.pi * frequencies / rate
    factor = 2.0 * np.cos(angles)
    last = before = np.zeros(angles.shape)
    for value in signal.tolist():
        last, before = value + factor * last - before, last
    spectrum: np.ndarray = np.abs(last - before * np.exp(-1j * angles)) * 2.0 / signal.size
    return spectrum
