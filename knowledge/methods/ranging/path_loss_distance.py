"""Distances from received signal strengths by the log-distance model."""

from __future__ import annotations

import numpy as np


def path_loss_distance(
    rssi: np.ndarray, power_at_metre: float = -59.0, exponent: float = 2.0, farthest: float = 50.0
) -> np.ndarray:
    """Turn signal strengths into distances: the strength falls by 10 x exponent dB with every tenfold distance from what was
    measured at one metre.

    Parameters
    ----------
    rssi : numpy.ndarray, shape (samples, anchors), in dBm
        received strengths, smoothed before; NaN where a beacon was not heard. Any other shape works as well
    power_at_metre : float, in dBm
        strength at one metre, as beacons advertise it
    exponent : float
        2 in free space, 1.6 to 1.8 along corridors, 2.5 to 4 through walls
    farthest : float, in m
        distances are limited to this

    Returns
    -------
    distances : numpy.ndarray, shape (samples, anchors), in m
        the shape of rssi, NaN where it has NaN

    Raises
    ------
    ValueError
        where the exponent is not above zero

    Notes
    -----
    Time: O(values). Memory: O(values).
    Keywords: RSSI, Bluetooth beacon, iBeacon, WiFi, proximity, propagation model.
    Plain NumPy.

    References
    ----------
    T. S. Rappaport, "Wireless Communications: Principles and Practice", 2nd edition, Prentice Hall, 2002, chapter 4.

    Examples
    --------
    >>> path_loss_distance(np.array([-59.0, -79.0, -69.0])).round(2).tolist()
    [1.0, 10.0, 3.16]
    """
    if not exponent > 0:
        raise ValueError(f"exponent must be above zero, not {exponent}")
    return np.minimum(10 ** ((power_at_metre - np.asarray(rssi, float)) / (10 * exponent)), farthest)
