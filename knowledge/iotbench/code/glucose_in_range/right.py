"""Share of time with glucose in range."""

from __future__ import annotations

import numpy as np


def glucose_in_range(
    times: np.ndarray, glucose: np.ndarray, low: float = 70.0, high: float = 180.0, longest: float = 15.0
) -> float:
    """Give the share of time that glucose was in range. Each reading stands until the next one, but for no longer than
    the longest time; what lies beyond that is a gap and counts neither way. The last reading only ends the record.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in min
        increasing times of the readings
    glucose : numpy.ndarray, shape (readings,), in mg/dL
        the readings
    low : float, in mg/dL
        lower limit, itself in range
    high : float, in mg/dL
        upper limit, itself in range
    longest : float, in min
        how long a reading stands at most

    Returns
    -------
    share : float
        time in range over time that is covered, 0 to 1

    Raises
    ------
    ValueError
        where there are fewer than two readings
    """
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    lasting = np.minimum(np.diff(times), longest)
    values = np.asarray(glucose)[:-1]
    inside = (values >= low) & (values <= high)
    return float(lasting[inside].sum() / lasting.sum())
