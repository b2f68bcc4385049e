"""Temperature of a platinum resistor."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

A, B, C = 3.9083e-3, -5.775e-7, -4.183e-12


def _resistance(temperature: float, zero: float) -> float:
    cold = C * (temperature - 100.0) * temperature**3 if temperature < 0 else 0.0
    return zero * (1.0 + A * temperature + B * temperature**2 + cold)


def pt100_temperature(resistance: np.ndarray, zero: float = 100.0) -> np.ndarray:
    """Invert the equation of Callendar and Van Dusen: R = zero * (1 + A t + B t**2 + C (t - 100) t**3) with
    A = 3.9083e-3, B = -5.775e-7, and C = -4.183e-12 below 0 °C and 0 above. The result is good to 0.001 °C from
    -200 to 850 °C.

    Parameters
    ----------
    resistance : numpy.ndarray, shape (readings,), in ohm
        resistance without the cable's
    zero : float, in ohm
        resistance at 0 °C

    Returns
    -------
    temperature : numpy.ndarray, shape (readings,), in °C
        nan outside -200 to 850 °C
    """
    low, high = _resistance(-200.0, zero), _resistance(850.0, zero)
    found = [
        brentq(lambda t, seen=seen: _resistance(t, zero) - seen, -200.0, 850.0) if low <= seen <= high else np.nan
        for seen in np.asarray(resistance, dtype=float)
    ]
    return np.array(found)
