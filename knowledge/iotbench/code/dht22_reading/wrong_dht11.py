"""Wrong: it reads the bytes as a DHT11 sends them."""

from __future__ import annotations

import numpy as np


def dht22_reading(pulses: np.ndarray) -> tuple[float, float]:
    """Humidity and temperature out of DHT22 pulses."""
    if len(pulses) != 40:
        raise ValueError(f"pulses: {len(pulses)} instead of 40")
    data = np.packbits(np.asarray(pulses) > 48).tolist()
    if sum(data[:4]) & 0xFF != data[4]:
        raise ValueError("pulses: wrong sum")
    return float(data[0]), float(data[2])
