"""Humidity and temperature out of DHT22 pulses."""

from __future__ import annotations

import numpy as np


def dht22_reading(pulses: np.ndarray) -> tuple[float, float]:
    """Decode the 40 high pulses of a DHT22: one longer than 48 us is a 1, a shorter one a 0. They are five bytes,
    highest bits first: humidity in tenths (two bytes), temperature in tenths (two bytes, sign and magnitude: the
    highest bit says negative), and the low byte of the sum of the four.

    Parameters
    ----------
    pulses : numpy.ndarray, shape (40,), in us
        lengths of the high pulses in the order of their arrival

    Returns
    -------
    humidity : float, in %
        relative humidity
    temperature : float, in °C
        temperature

    Raises
    ------
    ValueError
        where there are not 40 pulses or the sum is wrong
    """
    if len(pulses) != 40:
        raise ValueError(f"pulses: {len(pulses)} instead of 40")
    data = np.packbits(np.asarray(pulses) > 48).tolist()
    if sum(data[:4]) & 0xFF != data[4]:
        raise ValueError("pulses: wrong sum")
    magnitude = ((data[2] & 0x7F) << 8 | data[3]) / 10
    return (data[0] << 8 | data[1]) / 10, -magnitude if data[2] & 0x80 else magnitude
