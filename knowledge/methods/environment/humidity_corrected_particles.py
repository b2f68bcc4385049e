"""Humidity correction of low-cost particle sensors."""

from __future__ import annotations

import numpy as np


def humidity_corrected_particles(
    pm25: np.ndarray, humidity: np.ndarray, hygroscopicity: float = 0.4, ceiling: float = 95.0
) -> np.ndarray:
    """Take the water out of a low-cost optical particle sensor's reading: particles swell in humid air, by kappa-Köhler
    theory, and the sensor sees them larger than a reference that dries its air.

    Parameters
    ----------
    pm25 : numpy.ndarray, shape (samples,), in µg/m³
        reading of the optical sensor
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity at the sensor
    hygroscopicity : float
        kappa of the aerosol: about 0.3 to 0.4 in a European city, 0.1 for smoke, near 1 for sea salt
    ceiling : float, in %
        humidity above which no correction holds (fog): NaN is returned there

    Returns
    -------
    corrected : numpy.ndarray, shape (samples,), in µg/m³
        dry mass concentration, NaN where an input is NaN or the air is more humid than the ceiling

    Raises
    ------
    ValueError
        where a humidity is outside 0 to 100 or a concentration below 0

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: PM2.5, optical particle counter, calibration, hygroscopic growth, air quality.
    Plain NumPy.

    References
    ----------
    L. R. Crilley et al., "Evaluation of a low-cost optical particle counter (Alphasense OPC-N2) for ambient air monitoring",
    Atmospheric Measurement Techniques 11, 2018, equation 5. doi:10.5194/amt-11-709-2018

    Examples
    --------
    >>> humidity_corrected_particles(np.array([20.0, 20.0]), np.array([0.0, 80.0])).round(2).tolist()
    [20.0, 10.15]
    """
    pm25, humidity = np.asarray(pm25, float), np.asarray(humidity, float)
    if np.any((humidity < 0) | (humidity > 100)):
        raise ValueError("relative humidity must be 0 to 100 %")
    if np.any(pm25 < 0):
        raise ValueError("a concentration is below 0")
    activity = np.where(humidity <= ceiling, humidity, np.nan) / 100
    growth = 1 + hygroscopicity / 1.65 * activity / (1 - activity)
    return np.asarray(pm25 / growth)
