"""The propagation model of a building from strengths at known distances."""

from __future__ import annotations

import numpy as np
from scipy.optimize import least_squares


def fit_path_loss(rssi: np.ndarray, distances: np.ndarray) -> tuple[float, float, float]:
    """Calibrate the log-distance model: fit strength at one metre and exponent to a survey, robustly (soft L1 loss), since
    some readings come through walls or bodies.

    Parameters
    ----------
    rssi : numpy.ndarray, shape (n,), in dBm
        measured strengths
    distances : numpy.ndarray, shape (n,), in m
        distances at which they were measured

    Returns
    -------
    power_at_metre : float, in dBm
        strength at one metre
    exponent : float
        path loss exponent
    shadowing : float, in dB
        standard deviation around the model, from the median absolute deviation

    Raises
    ------
    ValueError
        where there are fewer than three pairs, distances that are not above zero, or all are equal

    Notes
    -----
    Time: O(n). Memory: O(n).
    Keywords: RSSI calibration, site survey, propagation, shadowing.

    References
    ----------
    T. S. Rappaport, "Wireless Communications: Principles and Practice", 2nd edition, Prentice Hall, 2002, chapter 4.

    Examples
    --------
    >>> distances = np.array([1.0, 2.0, 5.0, 10.0])
    >>> power, exponent, _ = fit_path_loss(-60 - 25 * np.log10(distances), distances)
    >>> round(power, 2), round(exponent, 2)
    (-60.0, 2.5)
    """
    heard = np.isfinite(rssi)
    strengths, metres = rssi[heard], distances[heard]
    if len(strengths) < 3 or not (metres > 0).all() or np.ptp(metres) == 0:
        raise ValueError("rssi needs three values or more, at different distances above zero")
    decades = 10 * np.log10(metres)
    slope, level = np.polyfit(decades, strengths, 1)
    found = least_squares(lambda model: model[0] - model[1] * decades - strengths, (level, -slope), loss="soft_l1")
    residues = strengths - (found.x[0] - found.x[1] * decades)
    shadowing = 1.4826 * float(np.median(np.abs(residues - np.median(residues))))
    return float(found.x[0]), float(found.x[1]), shadowing
