"""Wet-bulb temperature by Stull's formula."""

from __future__ import annotations

import numpy as np


def wet_bulb_temperature(temperature: np.ndarray, humidity: np.ndarray) -> np.ndarray:
    """Tell how far evaporation can cool: the wet-bulb temperature from temperature and humidity by Stull's formula, good to
    about 1 °C at the pressure near sea level.

    Parameters
    ----------
    temperature : numpy.ndarray, shape (samples,), in °C
        of the air, -20 to 50
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity, 5 to 99; values beyond are brought to these ends

    Returns
    -------
    wet_bulb : numpy.ndarray, shape (samples,), in °C
        wet-bulb temperature, NaN where an input is NaN

    Raises
    ------
    ValueError
        where a temperature is outside -20 to 50 °C

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: frost protection, sprinkler, heat stress, evaporative cooling.
    Plain NumPy.

    References
    ----------
    R. Stull, "Wet-Bulb Temperature from Relative Humidity and Air Temperature", Journal of Applied Meteorology and
    Climatology 50(11), 2011, equation 1. doi:10.1175/JAMC-D-11-0143.1

    Examples
    --------
    >>> wet_bulb_temperature(np.array([20.0]), np.array([50.0])).round(1).tolist()
    [13.7]
    """
    temperature = np.asarray(temperature, float)
    humidity = np.clip(np.asarray(humidity, float), 5.0, 99.0)
    if np.any((temperature < -20) | (temperature > 50)):
        raise ValueError("Stull's formula holds from -20 to 50 °C")
    return np.asarray(
        temperature * np.arctan(0.151977 * np.sqrt(humidity + 8.313659))
        + np.arctan(temperature + humidity)
        - np.arctan(humidity - 1.676331)
        + 0.00391838 * humidity**1.5 * np.arctan(0.023101 * humidity)
        - 4.686035
    )
