"""Infection pressure of leaf diseases from temperature and wetness."""

from __future__ import annotations

import numpy as np


def _temperature_response(temperature: np.ndarray, low: float, best: float, high: float) -> np.ndarray:
    inside = np.clip(temperature, low, high)
    return np.asarray(
        (high - inside) / (high - best) * ((inside - low) / (best - low)) ** ((best - low) / (high - best))
    )


def infection_pressure(
    temperature: np.ndarray,
    humidity: np.ndarray,
    rate: float,
    cardinal: tuple[float, float, float] = (1.0, 20.0, 35.0),
    wetness: float = 6.0,
    wet_humidity: float = 90.0,
) -> np.ndarray:
    """Tell how near a fungus is to infecting wet leaves: leaf wetness is taken from humidity, and the wet hours, weighed by
    the fungus's response to temperature, are counted against those that it needs (Magarey's generic model).

    Parameters
    ----------
    temperature : numpy.ndarray, shape (samples,), in °C
        of the air among the leaves
    humidity : numpy.ndarray, shape (samples,), in %
        relative humidity there
    rate : float, in Hz
        sampling rate, 1/3600 for hourly values
    cardinal : tuple[float, float, float], in °C
        lowest, best and highest temperature of the fungus; the default is near apple scab
    wetness : float, in h
        shortest wetness that infects at the best temperature
    wet_humidity : float, in %
        humidity from which leaves are taken as wet

    Returns
    -------
    pressure : numpy.ndarray, shape (samples,)
        part of the needed wet hours gathered in the wet spell so far: 1 and above means infection; 0 on dry leaves

    Raises
    ------
    ValueError
        where the series differ in length or the cardinal temperatures do not rise

    Notes
    -----
    Time: O(samples). Memory: O(samples). NaN counts as dry.
    Keywords: leaf wetness, plant disease, apple scab, mildew, crop protection, disease forecast.
    Plain NumPy.

    References
    ----------
    R. D. Magarey, T. B. Sutton and C. L. Russo, "A Simple Generic Infection Model for Foliar Fungal Plant Pathogens",
    Phytopathology 95(1), 2005. doi:10.1094/PHYTO-95-0092

    Examples
    --------
    >>> humidity = np.array([50, 95, 95, 95, 60, 95], float)
    >>> infection_pressure(np.full(6, 20.0), humidity, 1 / 3600).round(2).tolist()
    [0.0, 0.17, 0.33, 0.5, 0.0, 0.17]
    """
    temperature, humidity = np.asarray(temperature, float), np.asarray(humidity, float)
    if temperature.shape != humidity.shape:
        raise ValueError(f"temperature and humidity differ in length: {temperature.shape} and {humidity.shape}")
    if not cardinal[0] < cardinal[1] < cardinal[2]:
        raise ValueError(f"cardinal temperatures must rise: {cardinal}")
    wet = (humidity >= wet_humidity) & np.isfinite(temperature)
    gain = np.where(wet, _temperature_response(np.nan_to_num(temperature), *cardinal), 0.0) / (rate * 3600 * wetness)
    total = np.cumsum(gain)
    before_spell = np.maximum.accumulate(np.where(wet, 0.0, total))
    return total - before_spell
