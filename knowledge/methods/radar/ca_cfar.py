"""Detections in a range-Doppler map at a constant rate of false alarms."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import maximum_filter, uniform_filter


def ca_cfar(power: np.ndarray, guard: int = 2, train: int = 6, false_alarm: float = 1e-5) -> np.ndarray:
    """Find targets above a noise level that differs from place to place: compare each cell of a map with the mean of the
    ring of training cells around its guard cells, scaled for a wanted rate of false alarms; keep local maxima (CA-CFAR).

    Parameters
    ----------
    power : numpy.ndarray, shape (ranges, speeds)
        squared magnitudes
    guard : int
        cells on each side that a target may spread over
    train : int
        further cells on each side that the noise is taken from
    false_alarm : float
        probability that a cell of noise alone is reported

    Returns
    -------
    detections : numpy.ndarray, shape (targets, 2)
        row and column of each target, the strongest first

    Raises
    ------
    ValueError
        where power is not two-dimensional, smaller than the ring, negative or not finite

    Notes
    -----
    Time: O(cells). Memory: O(cells).
    Keywords: constant false alarm rate, cell averaging, threshold, target detection.

    References
    ----------
    H. M. Finn and R. S. Johnson, "Adaptive Detection Mode with Threshold Control as a Function of Spatially Sampled
    Clutter-Level Estimates", RCA Review 29(3), 1968.

    Examples
    --------
    >>> power = np.random.default_rng(0).exponential(size=(40, 40))
    >>> power[20, 30] = 60.0
    >>> ca_cfar(power).tolist()
    [[20, 30]]
    """
    inner, outer = 2 * guard + 1, 2 * (guard + train) + 1
    if power.ndim != 2 or min(power.shape) < outer or not (np.isfinite(power).all() and (power >= 0).all()):
        raise ValueError(f"power of shape {power.shape} must be finite, not negative, at least {outer} wide and high")
    cells = outer**2 - inner**2
    ring = (
        uniform_filter(power, outer, mode="reflect") * outer**2
        - uniform_filter(power, inner, mode="reflect") * inner**2
    )
    factor = cells * (false_alarm ** (-1 / cells) - 1)
    found = (power > factor * ring / cells) & (power == maximum_filter(power, inner)) & (power > 0)
    places = np.argwhere(found)
    return np.asarray(places[np.argsort(-power[found], kind="stable")])
