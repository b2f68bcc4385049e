"""Reference evapotranspiration from temperature alone, by Hargreaves and Samani."""

from __future__ import annotations

import numpy as np


def _water_equivalent_of_sunlight(day_of_year: np.ndarray, latitude: float) -> np.ndarray:
    phi = np.radians(latitude)
    season = 2 * np.pi * day_of_year / 365
    declination = 0.409 * np.sin(season - 1.39)
    sunset = np.arccos(np.clip(-np.tan(phi) * np.tan(declination), -1, 1))
    height = sunset * np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.sin(sunset)
    return np.asarray(0.408 * 24 * 60 / np.pi * 0.0820 * (1 + 0.033 * np.cos(season)) * height)


def hargreaves_evapotranspiration(
    temperature_low: np.ndarray, temperature_high: np.ndarray, latitude: float = 45.0, first_day: int = 1
) -> np.ndarray:
    """Tell the daily reference evapotranspiration where only a thermometer is at hand: the daily temperature range stands
    for the cloudiness, the latitude and date for the sunlight above the clouds (Hargreaves and Samani).

    Parameters
    ----------
    temperature_low : numpy.ndarray, shape (days,), in °C
        lowest temperature of each day
    temperature_high : numpy.ndarray, shape (days,), in °C
        highest temperature of each day
    latitude : float, in degrees
        of the station, south is negative
    first_day : int
        day of the year (1 to 366) that the first value belongs to; the others follow day by day

    Returns
    -------
    evapotranspiration : numpy.ndarray, shape (days,), in mm
        reference evapotranspiration of each day, NaN where a temperature is NaN

    Raises
    ------
    ValueError
        where the two series differ in length or a day's low is above its high

    Notes
    -----
    Time: O(days). Memory: O(days).
    Keywords: ET0, crop water need, few sensors, smart irrigation.
    Plain NumPy.

    References
    ----------
    R. G. Allen, L. S. Pereira, D. Raes and M. Smith, "Crop evapotranspiration: Guidelines for computing crop water
    requirements", FAO Irrigation and Drainage Paper 56, 1998, equations 21 and 52, example 20.

    Examples
    --------
    >>> hargreaves_evapotranspiration(np.array([14.8]), np.array([26.6]), latitude=45.72, first_day=196).round(1).tolist()
    [5.0]
    """
    low, high = np.asarray(temperature_low, float), np.asarray(temperature_high, float)
    if low.shape != high.shape:
        raise ValueError(f"lows and highs differ in length: {low.shape} and {high.shape}")
    if np.any(low > high):
        raise ValueError(f"the low of day {int(np.argmax(low > high))} is above its high")
    day_of_year = (first_day - 1 + np.arange(len(low))) % 365 + 1
    sunlight = _water_equivalent_of_sunlight(day_of_year, latitude)
    return np.asarray(np.maximum(0.0023 * ((low + high) / 2 + 17.8) * np.sqrt(high - low) * sunlight, 0.0))
