"""Speed of a passing car by its tone."""

from __future__ import annotations

import numpy as np


def _strongest(part: np.ndarray, rate: float, low: float, high: float) -> float:
    length = 8 * len(part)
    magnitude = np.abs(np.fft.rfft(part * np.hanning(len(part)), length))
    frequencies = np.arange(len(magnitude)) * rate / length
    magnitude[(frequencies < low) | (frequencies > high)] = 0.0
    return float(frequencies[int(np.argmax(magnitude))])


def passing_speed(signal: np.ndarray, rate: float, low: float, high: float, sound: float = 343.0) -> float:
    """Give the speed of a vehicle that passes a microphone close by, from the Doppler shift of its tone: the strongest
    frequency within a band is a in the first second (it comes) and r in the last second (it goes); the speed is
    sound * (a - r) / (a + r). The frequencies must be good to half a Hertz.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        sound of the whole pass, at least 2 s
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        lower end of the band in which the tone lies
    high : float, in Hz
        upper end of the band
    sound : float, in m/s
        speed of sound

    Returns
    -------
    speed : float, in m/s
        speed of the vehicle

    Raises
    ------
    ValueError
        where the signal is shorter than 2 s or the tone does not fall
    """
    second = round(rate)
    if len(signal) < 2 * second:
        raise ValueError("signal: shorter than 2 s")
    coming = _strongest(np.asarray(signal[:second], dtype=float), rate, low, high)
    going = _strongest(np.asarray(signal[-second:], dtype=float), rate, low, high)
    if going >= coming:
        raise ValueError("signal: its tone does not fall")
    return sound * (coming - going) / (coming + going)
