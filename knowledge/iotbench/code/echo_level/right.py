"""Filling level of a tank by ultrasound."""

from __future__ import annotations

import numpy as np


def echo_level(
    echo: np.ndarray, temperature: np.ndarray, empty: float, full: float, longest: float = 25000.0
) -> np.ndarray:
    """Turn echo times of a sensor above a tank into filling levels. Sound runs at 331.3 * sqrt(1 + t / 273.15) m/s in
    air of t °C, and there and back. The level goes linearly from 0 at the empty distance to 1 at the full distance and
    is kept within them.

    Parameters
    ----------
    echo : numpy.ndarray, shape (readings,), in us
        time from the pulse to its echo
    temperature : numpy.ndarray, shape (readings,), in °C
        of the air in the tank
    empty : float, in m
        distance to the bottom
    full : float, in m
        distance to the surface of a full tank
    longest : float, in us
        echo times of this and more, and of 0 and less, are no echo

    Returns
    -------
    level : numpy.ndarray, shape (readings,)
        0 to 1, nan where there was no echo
    """
    echo = np.asarray(echo, dtype=float)
    speed = 331.3 * np.sqrt(1.0 + np.asarray(temperature) / 273.15)
    level = np.clip((empty - speed * echo / 2e6) / (empty - full), 0.0, 1.0)
    return np.where((echo > 0) & (echo < longest), level, np.nan)
