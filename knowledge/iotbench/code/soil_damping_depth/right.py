"""Damping depth of the daily temperature wave in soil."""

from __future__ import annotations

import numpy as np


def soil_damping_depth(shallow: np.ndarray, deep: np.ndarray, distance: float) -> tuple[float, float]:
    """Give damping depth and thermal diffusivity of a soil from the daily wave at two depths. The amplitude of the wave
    is that of the Fourier component with a period of 24 h. The damping depth is distance / ln(A_shallow / A_deep), the
    diffusivity pi * depth**2 / P with P = 86400 s.

    Parameters
    ----------
    shallow : numpy.ndarray, shape (hours,), in °C
        hourly temperatures of the upper thermometer, over whole days
    deep : numpy.ndarray, shape (hours,), in °C
        the same of the lower one
    distance : float, in m
        how much deeper that lies

    Returns
    -------
    depth : float, in m
        damping depth: the wave falls to 1 / e over it
    diffusivity : float, in m²/s
        thermal diffusivity

    Raises
    ------
    ValueError
        where the hours are no whole days, or the lower wave is not smaller than the upper one
    """
    if len(shallow) == 0 or len(shallow) % 24 or len(shallow) != len(deep):
        raise ValueError(f"shallow, deep: {len(shallow)} and {len(deep)} hours")
    day = np.exp(-2j * np.pi * np.arange(len(shallow)) / 24)
    upper, lower = abs(np.dot(shallow, day)), abs(np.dot(deep, day))
    if lower >= upper:
        raise ValueError("deep: its wave is not smaller")
    depth = float(distance / np.log(upper / lower))
    return depth, float(np.pi * depth**2 / 86400.0)
