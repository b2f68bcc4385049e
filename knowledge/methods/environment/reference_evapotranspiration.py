"""Reference evapotranspiration by the FAO-56 Penman-Monteith equation."""

from __future__ import annotations

import numpy as np

STEFAN_BOLTZMANN = 4.903e-9  # MJ K^-4 m^-2 day^-1


def _saturation_pressure(temperature: np.ndarray) -> np.ndarray:
    return 0.6108 * np.exp(17.27 * temperature / (temperature + 237.3))


def _extraterrestrial_radiation(day_of_year: np.ndarray, latitude: float) -> np.ndarray:
    phi = np.radians(latitude)
    season = 2 * np.pi * day_of_year / 365
    declination = 0.409 * np.sin(season - 1.39)
    sunset = np.arccos(np.clip(-np.tan(phi) * np.tan(declination), -1, 1))
    height = sunset * np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.sin(sunset)
    return np.asarray(24 * 60 / np.pi * 0.0820 * (1 + 0.033 * np.cos(season)) * height)


def _net_radiation(
    low: np.ndarray, high: np.ndarray, vapour: np.ndarray, solar: np.ndarray, clear: np.ndarray
) -> np.ndarray:
    cloudiness = 1.35 * np.minimum(solar / np.maximum(clear, 1e-6), 1.0) - 0.35
    black_body = STEFAN_BOLTZMANN * ((low + 273.16) ** 4 + (high + 273.16) ** 4) / 2
    return np.asarray((1 - 0.23) * solar - black_body * (0.34 - 0.14 * np.sqrt(vapour)) * cloudiness)


def reference_evapotranspiration(
    table: dict[str, np.ndarray], latitude: float, altitude: float = 0.0, wind_height: float = 2.0
) -> np.ndarray:
    """Tell how much water a well-watered grass surface gives off a day from daily weather, by the FAO-56 Penman-Monteith
    equation.

    Parameters
    ----------
    table : dict[str, numpy.ndarray]
        one value a day in each of the columns temperature_low and temperature_high in °C, humidity_low and humidity_high
        in %, wind_speed in m/s, solar_radiation in MJ/m² a day, and day_of_year
    latitude : float, in degrees
        of the station, south is negative
    altitude : float, in m
        of the station above the sea
    wind_height : float, in m
        height of the wind meter above ground

    Returns
    -------
    evapotranspiration : numpy.ndarray, shape (days,), in mm
        reference evapotranspiration of each day, NaN where a value of the day is NaN

    Raises
    ------
    ValueError
        where a column is missing or the columns differ in length

    Notes
    -----
    Time: O(days). Memory: O(days).
    Keywords: ET0, crop water need, irrigation, weather station.
    Plain NumPy.

    References
    ----------
    R. G. Allen, L. S. Pereira, D. Raes and M. Smith, "Crop evapotranspiration: Guidelines for computing crop water
    requirements", FAO Irrigation and Drainage Paper 56, 1998, equation 6 and example 18.

    Examples
    --------
    >>> day = dict(temperature_low=12.3, temperature_high=21.5, humidity_low=63, humidity_high=84, wind_speed=2.078,
    ...            solar_radiation=22.07, day_of_year=187)
    >>> weather = {name: np.array([value]) for name, value in day.items()}
    >>> reference_evapotranspiration(weather, latitude=50.8, altitude=100).round(1).tolist()
    [3.9]
    """
    names = ("temperature_low", "temperature_high", "humidity_low", "humidity_high", "wind_speed", "solar_radiation")
    missing = [name for name in (*names, "day_of_year") if name not in table]
    if missing:
        raise ValueError(f"the weather table has no column {missing[0]}")
    if len({np.size(table[name]) for name in (*names, "day_of_year")}) > 1:
        raise ValueError("the columns of the weather table differ in length")
    low, high, dry, humid, wind, solar = (np.asarray(table[name], float) for name in names)
    outside = _extraterrestrial_radiation(np.asarray(table["day_of_year"], float), latitude)
    mean = (low + high) / 2
    wind = wind * 4.87 / np.log(67.8 * wind_height - 5.42)
    at_low, at_high = _saturation_pressure(low), _saturation_pressure(high)
    vapour = (at_low * humid + at_high * dry) / 200
    slope = 4098 * _saturation_pressure(mean) / (mean + 237.3) ** 2
    psychrometric = 0.665e-3 * 101.3 * ((293 - 0.0065 * altitude) / 293) ** 5.26
    net = _net_radiation(low, high, vapour, solar, (0.75 + 2e-5 * altitude) * outside)
    aerodynamic = psychrometric * 900 / (mean + 273) * wind * ((at_low + at_high) / 2 - vapour)
    total = (0.408 * slope * net + aerodynamic) / (slope + psychrometric * (1 + 0.34 * wind))
    return np.asarray(np.maximum(total, 0.0))
