"""Wrong: it does not wrap the sum at a byte."""

from __future__ import annotations

import numpy as np


def dht22_reading(pulses: np.ndarray) -> tuple[float, float]:
    """Humidity and temperature out of DHT22 pulses."""
    if len(pulses) != 40:
        raise ValueError(f"pulses: {len(pulses)} instead of 40")
    data = np.packbits(np.asarray(pulses) > 48).tolist()
    if sum(data[:4]) != data[4]:
        raise ValueError("pulses: wrong sum")
    magnitude = ((data[2] & 0x7F) << 8 | data[3]) / 10
    return (data[0] << 8 | data[1]) / 10, -magnitude if data[2] & 0x80 else magnitude
