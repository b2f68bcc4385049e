"""Temperature of a thermistor in a divider."""

from __future__ import annotations

import numpy as np


def ntc_temperature(counts: np.ndarray, full_scale: int, series: float, a: float, b: float, c: float) -> np.ndarray:
    """Turn converter counts of a thermistor into temperatures by Steinhart and Hart: 1 / T = a + b ln R + c (ln R)**3
    with T in kelvins. The thermistor lies between the converter's input and ground, the series resistor between input
    and reference: R = series * counts / (full_scale - counts).

    Parameters
    ----------
    counts : numpy.ndarray, shape (readings,)
        converter readings
    full_scale : int
        reading at the reference voltage
    series : float, in ohm
        series resistor
    a : float
        first coefficient, for R in ohm
    b : float
        second coefficient
    c : float
        third coefficient

    Returns
    -------
    temperature : numpy.ndarray, shape (readings,), in °C
        nan where the reading is 0 or less (short circuit) or at full scale or more (broken wire)
    """
    readings = np.asarray(counts, dtype=float)
    readings = np.where((readings > 0) & (readings < full_scale), readings, np.nan)
    logarithm = np.log(series * readings / (full_scale - readings))
    return np.asarray(1.0 / (a + b * logarithm + c * logarithm**3) - 273.15)
