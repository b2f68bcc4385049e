"""Wrong: it looks at the whole recording at once."""

from __future__ import annotations

import numpy as np

ROWS = np.array([697.0, 770.0, 852.0, 941.0])
COLUMNS = np.array([1209.0, 1336.0, 1477.0, 1633.0])


def dtmf_digits(signal: np.ndarray, rate: float) -> str:
    """Digits out of telephone tones."""
    magnitude = np.abs(np.fft.rfft(signal))
    frequencies = np.fft.rfftfreq(len(signal), 1 / rate)
    low = frequencies[np.argmax(np.where(frequencies < 1000, magnitude, 0.0))]
    high = frequencies[np.argmax(np.where(frequencies > 1000, magnitude, 0.0))]
    row, column = np.argmin(np.abs(ROWS - low)), np.argmin(np.abs(COLUMNS - high))
    return ("123A", "456B", "789C", "*0#D")[row][column]
