"""Vapour pressure deficit between leaf and air."""

from __future__ import annotations

import numpy as np


def _saturation_pressure(temperature: np.ndarray) -> np.ndarray:
    return 0.6108 * np.exp(17.27 * temperature / (temperature + 237.3))


def vapour_pressure_deficit(temperature: np.ndarray, humidity: np.ndarray, leaf_offset: float = 0.0) -> np.ndarray:
    """Tell how strongly the air draws water from leaves: the saturation pressure at the leaf's temperature less the
    vapour pressure of the air (Tetens' formula as in FAO-56).

    Parameters
    ----------
    temperature : numpy.ndarray, shape (samples,), in °C
        of the air
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity, 0 to 100
    leaf_offset : float, in °C
        how much warmer than the air the leaves are; about -2 in a sunny, well-watered greenhouse

    Returns
    -------
    deficit : numpy.ndarray, shape (samples,), in kPa
        never below 0; NaN where an input is NaN

    Raises
    ------
    ValueError
        where a humidity is outside 0 to 100

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: VPD, greenhouse, plant stress, transpiration.
    Plain NumPy.

    References
    ----------
    R. G. Allen, L. S. Pereira, D. Raes and M. Smith, "Crop evapotranspiration: Guidelines for computing crop water
    requirements", FAO Irrigation and Drainage Paper 56, 1998, equations 11 and 12.

    Examples
    --------
    >>> vapour_pressure_deficit(np.array([24.5]), np.array([0.0])).round(3).tolist()
    [3.075]
    """
    temperature, humidity = np.asarray(temperature, float), np.asarray(humidity, float)
    if np.any((humidity < 0) | (humidity > 100)):
        raise ValueError("relative humidity must be 0 to 100 %")
    vapour = _saturation_pressure(temperature) * humidity / 100
    return np.asarray(np.maximum(_saturation_pressure(temperature + leaf_offset) - vapour, 0.0))
