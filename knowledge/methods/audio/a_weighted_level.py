"""A-weighted equivalent sound level."""

from __future__ import annotations

import numpy as np


def _weights(frequencies: np.ndarray) -> np.ndarray:
    """Amplitude response of the A weighting, 1 at 1 kHz."""
    square = frequencies**2
    low = square * square * 12194.217**2 / (square + 20.598997**2) / (square + 12194.217**2)
    response: np.ndarray = low / np.sqrt((square + 107.65265**2) * (square + 737.86223**2)) * 10.0**0.1
    return response


def a_weighted_level(
    signal: np.ndarray,
    rate: float,
    period: float = 1.0,
    sensitivity: float = 1.0,
) -> tuple[np.ndarray, float, float, float]:
    """Measure how loud a place is: A-weighted equivalent continuous level of every period (LAeq) against 20 micropascal, the
    level of the whole, and the levels passed in 10 and 90 percent of the time. The weighting is exact up to half the rate.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        output of the microphone
    rate : float, in Hz
        its sampling rate
    period : float, in s
        length of a measurement
    sensitivity : float, in 1/Pa
        output for one pascal, from a calibrator

    Returns
    -------
    levels : numpy.ndarray, shape (periods,), in dB(A)
        LAeq of each whole period
    equivalent : float, in dB(A)
        LAeq of all periods together
    peak_level : float, in dB(A)
        L10, exceeded in 10 percent of the periods
    background_level : float, in dB(A)
        L90, exceeded in 90 percent of the periods

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or holds no whole period

    Notes
    -----
    Time: O(samples log period). Memory: O(samples).
    Keywords: noise dose, loudness, decibel meter, LAeq, L10, L90, sound pressure level.
    Plain NumPy.

    References
    ----------
    IEC 61672-1:2013, "Electroacoustics - Sound level meters - Part 1: Specifications",
    annex E.

    Examples
    --------
    >>> pascal = np.sqrt(2) * np.sin(2 * np.pi * 1000 * np.arange(48000) / 48000)
    >>> round(a_weighted_level(pascal, 48000.0)[1], 1)
    94.0
    """
    length = round(period * rate)
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    blocks = signal[: signal.size // length * length].reshape(-1, length) / sensitivity
    spectrum = np.fft.rfft(blocks - blocks.mean(axis=1, keepdims=True), axis=1)
    weighted = np.fft.irfft(spectrum * _weights(np.fft.rfftfreq(length, 1 / rate)), length, axis=1)
    # An exact silence would be minus infinity.
    squares = np.maximum(np.mean(weighted**2, axis=1), 1e-20) / 20e-6**2
    levels = 10.0 * np.log10(squares)
    high, low = np.quantile(levels, [0.9, 0.1])
    return levels, float(10.0 * np.log10(squares.mean())), float(high), float(low)
