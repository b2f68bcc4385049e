"""Position of the sun in the sky."""

from __future__ import annotations

import numpy as np


def _equatorial(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude = np.radians(280.460 + 0.9856474 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    obliquity = np.radians(23.439 - 0.0000004 * days)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    return ascension, np.arcsin(np.sin(obliquity) * np.sin(longitude))


def sun_position(times: np.ndarray, latitude: float, longitude: float) -> tuple[np.ndarray, np.ndarray]:
    """Tell where the sun stands, to about 0.01 degrees between 1950 and 2050, by the Astronomical Almanac's low-precision
    formulas as Michalsky gives them (without refraction).

    Parameters
    ----------
    times : numpy.ndarray, shape (samples,), in s
        UTC, seconds since 1970 (Unix time)
    latitude : float, in degrees
        north is positive
    longitude : float, in degrees
        east is positive

    Returns
    -------
    elevation : numpy.ndarray, shape (samples,), in degrees
        height of the sun's centre above the horizon, negative at night
    azimuth : numpy.ndarray, shape (samples,), in degrees
        clockwise from north, 0 to 360

    Raises
    ------
    ValueError
        where the latitude is outside -90 to 90

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: solar angle, sunrise, photovoltaic, shading, daylight.
    Plain NumPy.

    References
    ----------
    J. J. Michalsky, "The Astronomical Almanac's algorithm for approximate solar position (1950-2050)", Solar Energy 40(3),
    1988.

    Examples
    --------
    >>> noon_of_equinox = np.array([1710936420.0])
    >>> elevation, azimuth = sun_position(noon_of_equinox, latitude=0.0, longitude=0.0)
    >>> bool(elevation[0] > 89.5)
    True
    """
    if not -90 <= latitude <= 90:
        raise ValueError(f"latitude {latitude} is outside -90 to 90")
    days = np.asarray(times, float) / 86400 - 10957.5  # from noon of 2000-01-01
    ascension, declination = _equatorial(days)
    sidereal = np.radians(15 * (6.697375 + 0.0657098242 * days + 24 * ((days + 0.5) % 1.0)) + longitude)
    hour = sidereal - ascension
    phi = np.radians(latitude)
    up = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(hour)
    east = -np.cos(declination) * np.sin(hour)
    north = np.cos(phi) * np.sin(declination) - np.sin(phi) * np.cos(declination) * np.cos(hour)
    return np.degrees(np.arcsin(np.clip(up, -1, 1))), np.degrees(np.arctan2(east, north)) % 360
