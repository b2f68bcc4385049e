"""Heat index of the US National Weather Service."""

from __future__ import annotations

import numpy as np


def _regression(fahrenheit: np.ndarray, humidity: np.ndarray) -> np.ndarray:
    t, r = fahrenheit, humidity
    return np.asarray(
        -42.379
        + 2.04901523 * t
        + 10.14333127 * r
        - 0.22475541 * t * r
        - 6.83783e-3 * t**2
        - 5.481717e-2 * r**2
        + 1.22874e-3 * t**2 * r
        + 8.5282e-4 * t * r**2
        - 1.99e-6 * t**2 * r**2
    )


def _adjustment(t: np.ndarray, r: np.ndarray) -> np.ndarray:
    dry = -(13 - r) / 4 * np.sqrt(np.maximum(17 - np.abs(t - 95), 0) / 17)
    humid = (r - 85) / 10 * (87 - t) / 5
    return np.where((r < 13) & (t >= 80) & (t <= 112), dry, np.where((r > 85) & (t >= 80) & (t <= 87), humid, 0.0))


def heat_index(temperature: np.ndarray, humidity: np.ndarray) -> np.ndarray:
    """Tell how hot the air feels in the shade, by Rothfusz's regression with the National Weather Service's adjustments
    for very dry and very humid air and its plain formula where it is cool.

    Parameters
    ----------
    temperature : numpy.ndarray, shape (samples,), in °C
        of the air
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity, 0 to 100

    Returns
    -------
    felt : numpy.ndarray, shape (samples,), in °C
        heat index, NaN where an input is NaN

    Raises
    ------
    ValueError
        where a humidity is outside 0 to 100

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: apparent temperature, felt temperature, heat stress, worker safety.
    Plain NumPy.

    References
    ----------
    L. P. Rothfusz, "The Heat Index Equation", US National Weather Service, Technical Attachment SR 90-23, 1990.

    Examples
    --------
    >>> fahrenheit = np.array([90.0])
    >>> felt = heat_index((fahrenheit - 32) / 1.8, np.array([70.0]))
    >>> (felt * 1.8 + 32).round().tolist()
    [106.0]
    """
    humidity = np.asarray(humidity, float)
    if np.any((humidity < 0) | (humidity > 100)):
        raise ValueError("relative humidity must be 0 to 100 %")
    fahrenheit = np.asarray(temperature, float) * 1.8 + 32
    plain = 0.5 * (fahrenheit + 61 + (fahrenheit - 68) * 1.2 + humidity * 0.094)
    hot = _regression(fahrenheit, humidity) + _adjustment(fahrenheit, humidity)
    mean_is_hot = (plain + fahrenheit) / 2 >= 80
    return (np.where(mean_is_hot, hot, plain) - 32) / 1.8
