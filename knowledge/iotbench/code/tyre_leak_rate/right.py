"""Leak of a tyre apart from temperature."""

from __future__ import annotations

import numpy as np


def tyre_leak_rate(times: np.ndarray, gauge: np.ndarray, temperature: np.ndarray, ambient: float = 101.3) -> float:
    """Give how fast a tyre loses or gains pressure, apart from its temperature: each gauge pressure is made absolute,
    brought to 20 °C at constant volume and made a gauge pressure again; the rate is the slope of the least-squares
    line.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in d
        times of the readings
    gauge : numpy.ndarray, shape (readings,), in kPa
        pressure above the ambient one
    temperature : numpy.ndarray, shape (readings,), in °C
        of the air in the tyre
    ambient : float, in kPa
        pressure of the air outside

    Returns
    -------
    rate : float, in kPa/d
        negative where the tyre loses air

    Raises
    ------
    ValueError
        where the readings are not at two times at least
    """
    if len(times) == 0 or np.ptp(times) == 0:
        raise ValueError("times: no two different times")
    cold = (np.asarray(gauge) + ambient) * 293.15 / (np.asarray(temperature) + 273.15) - ambient
    since = np.asarray(times) - np.mean(times)
    return float(np.dot(since, cold) / np.dot(since, since))
