"""Value of a 4 to 20 mA loop with fault levels."""

from __future__ import annotations

import numpy as np


def current_loop_value(current: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Scale the current of a 4 to 20 mA loop linearly to a value. Below 3.6 mA and above 21 mA the loop reports a
    fault. Between those the value is that of the current kept within 3.8 and 20.5 mA.

    Parameters
    ----------
    current : numpy.ndarray, shape (readings,), in mA
        currents
    low : float
        value at 4 mA
    high : float
        value at 20 mA

    Returns
    -------
    value : numpy.ndarray, shape (readings,)
        in the unit of low and high, nan where there is a fault
    fault : numpy.ndarray, shape (readings,)
        -1 below 3.6 mA, 1 above 21 mA, 0 otherwise
    """
    current = np.asarray(current, dtype=float)
    fault = (current > 21.0).astype(int) - (current < 3.6).astype(int)
    value = low + (high - low) * (np.clip(current, 3.8, 20.5) - 4.0) / 16.0
    return np.where(fault == 0, value, np.nan), fault
