"""Dew point by the Magnus formula."""

from __future__ import annotations

import numpy as np


def dew_point(temperature: np.ndarray, humidity: np.ndarray) -> np.ndarray:
    """Tell at which temperature the water in the air condenses, by the Magnus formula; over ice below freezing (the frost
    point), where the constants differ.

    Parameters
    ----------
    temperature : numpy.ndarray, shape (samples,), in °C
        of the air
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity over water, above 0 and at most 100 (sensors that read up to 105 are taken as 100)

    Returns
    -------
    dew_points : numpy.ndarray, shape (samples,), in °C
        dew point, or frost point where that is below 0 °C; NaN where an input is NaN

    Raises
    ------
    ValueError
        where a humidity is not above 0 or above 105

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: condensation, frost point, mould, hoar frost.
    Plain NumPy.

    References
    ----------
    O. A. Alduchov and R. E. Eskridge, "Improved Magnus Form Approximation of Saturation Vapor Pressure", Journal of Applied
    Meteorology 35(4), 1996, equations 21 and 23.

    Examples
    --------
    >>> dew_point(np.array([20.0, 25.0]), np.array([50.0, 100.0])).round(2).tolist()
    [9.26, 25.0]
    """
    temperature, humidity = np.asarray(temperature, float), np.asarray(humidity, float)
    if np.any(humidity <= 0) or np.any(humidity > 105):
        raise ValueError("relative humidity must be above 0 and at most 100 %")
    saturation = 6.1094 * np.exp(17.625 * temperature / (temperature + 243.04))
    vapour = saturation * np.minimum(humidity, 100.0) / 100
    over_water, over_ice = np.log(vapour / 6.1094), np.log(vapour / 6.1121)
    dew = 243.04 * over_water / (17.625 - over_water)
    frost = 273.86 * over_ice / (22.587 - over_ice)
    return np.asarray(np.where(dew < 0, np.minimum(frost, 0.0), dew))
