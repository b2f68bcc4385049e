"""Wrong: it takes the strongest frequency of all."""

from __future__ import annotations

import numpy as np


def _strongest(part: np.ndarray, rate: float, low: float, high: float) -> float:
    length = 8 * len(part)
    magnitude = np.abs(np.fft.rfft(part * np.hanning(len(part)), length))
    frequencies = np.arange(len(magnitude)) * rate / length
    magnitude[0] = 0.0
    return float(frequencies[int(np.argmax(magnitude))])


def passing_speed(signal: np.ndarray, rate: float, low: float, high: float, sound: float = 343.0) -> float:
    """Speed of a passing car by its tone."""
    second = round(rate)
    if len(signal) < 2 * second:
        raise ValueError("signal: shorter than 2 s")
    coming = _strongest(np.asarray(signal[:second], dtype=float), rate, low, high)
    going = _strongest(np.asarray(signal[-second:], dtype=float), rate, low, high)
    if going >= coming:
        raise ValueError("signal: its tone does not fall")
    return sound * (coming - going) / (coming + going)
