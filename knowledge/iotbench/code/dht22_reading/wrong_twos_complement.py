"""Wrong: it takes negative temperatures for two's complement."""

from __future__ import annotations

import numpy as np


def dht22_reading(pulses: np.ndarray) -> tuple[float, float]:
    """Humidity and temperature out of DHT22 pulses."""
    if len(pulses) != 40:
        raise ValueError(f"pulses: {len(pulses)} instead of 40")
    data = np.packbits(np.asarray(pulses) > 48).tolist()
    if sum(data[:4]) & 0xFF != data[4]:
        raise ValueError("pulses: wrong sum")
    magnitude = int.from_bytes(bytes(data[2:4]), "big", signed=True) / 10
    return (data[0] << 8 | data[1]) / 10, magnitude
