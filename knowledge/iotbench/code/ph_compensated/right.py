"""Acidity (pH) from a glass electrode with temperature compensation."""

from __future__ import annotations


def ph_compensated(
    voltage: float, temperature: float, buffers: tuple[float, float], voltages: tuple[float, float], calibrated: float
) -> float:
    """Turn the voltage of a glass electrode into pH. Two buffers gave the electrode's slope at the temperature of
    calibration; the slope is proportional to the absolute temperature. All its lines meet at pH 7 in the voltage that
    the calibration line has there.

    Parameters
    ----------
    voltage : float, in mV
        electrode in the water
    temperature : float, in °C
        of the water
    buffers : tuple[float, float]
        pH of the two buffers
    voltages : tuple[float, float], in mV
        electrode in the two buffers
    calibrated : float, in °C
        temperature at calibration

    Returns
    -------
    ph : float
        pH of the water

    Raises
    ------
    ValueError
        where the two buffers or their voltages are equal
    """
    if buffers[0] == buffers[1] or voltages[0] == voltages[1]:
        raise ValueError("buffers: the two points do not differ")
    slope = (voltages[1] - voltages[0]) / (buffers[1] - buffers[0])
    neutral = voltages[0] + slope * (7.0 - buffers[0])
    return 7.0 + (voltage - neutral) / (slope * (temperature + 273.15) / (calibrated + 273.15))
