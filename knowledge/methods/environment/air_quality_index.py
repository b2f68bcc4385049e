"""Air quality index of the US EPA from particles."""

from __future__ import annotations

import numpy as np

INDEX = np.array([0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500], float)
PM25 = np.array([0, 9.0, 9.1, 35.4, 35.5, 55.4, 55.5, 125.4, 125.5, 225.4, 225.5, 325.4])
PM10 = np.array([0, 54, 55, 154, 155, 254, 255, 354, 355, 424, 425, 604], float)


def _index(concentration: np.ndarray, breakpoints: np.ndarray, decimals: int) -> np.ndarray:
    scale = 10.0**decimals
    truncated = np.floor(np.asarray(concentration, float) * scale + 1e-6) / scale
    return np.asarray(np.floor(np.interp(truncated, breakpoints, INDEX) + 0.5))


def air_quality_index(pm25: np.ndarray, pm10: np.ndarray) -> np.ndarray:
    """Rate the air by the US air quality index: each pollutant's 24-hour mean is cut to the reporting precision and
    interpolated between its breakpoints (2024 revision); the worse of the two counts.

    Parameters
    ----------
    pm25 : numpy.ndarray, shape (days,), in µg/m³
        24-hour means of particles below 2.5 µm
    pm10 : numpy.ndarray, shape (days,), in µg/m³
        24-hour means of particles below 10 µm

    Returns
    -------
    index : numpy.ndarray, shape (days,)
        0 to 500: up to 50 good, 100 moderate, 150 unhealthy for sensitive groups, 200 unhealthy, 300 very unhealthy, above
        hazardous; from the other pollutant where one is NaN, NaN where both are

    Raises
    ------
    ValueError
        where the series differ in length or a concentration is below 0

    Notes
    -----
    Time: O(days). Memory: O(days).
    Keywords: AQI, particulate matter, PM2.5, PM10, pollution, smog.
    Plain NumPy.

    References
    ----------
    US Environmental Protection Agency, "Technical Assistance Document for the Reporting of Daily Air Quality: the Air
    Quality Index (AQI)", equation 1 and table of breakpoints, revision of 2024.

    Examples
    --------
    >>> air_quality_index(np.array([9.0, 35.9]), np.array([20.0, 20.0])).tolist()
    [50.0, 102.0]
    """
    if np.shape(pm25) != np.shape(pm10):
        raise ValueError(f"PM2.5 and PM10 differ in length: {np.shape(pm25)} and {np.shape(pm10)}")
    if np.any(np.asarray(pm25) < 0) or np.any(np.asarray(pm10) < 0):
        raise ValueError("a concentration is below 0")
    return np.asarray(np.fmax(_index(pm25, PM25, 1), _index(pm10, PM10, 0)))
