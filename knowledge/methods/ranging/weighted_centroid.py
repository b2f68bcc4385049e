"""A rough place from the strengths of beacons, without a propagation model."""

from __future__ import annotations

import numpy as np


def weighted_centroid(anchors: np.ndarray, rssi: np.ndarray, degree: float = 1.2) -> np.ndarray:
    """Place a device between the beacons that it hears: the mean of their places, weighted by received power to a degree.
    Coarse, but it needs no calibration and never leaves the beacons' hull.

    Parameters
    ----------
    anchors : numpy.ndarray, shape (n, 2) or (n, 3), in m
        places of the beacons
    rssi : numpy.ndarray, shape (n,) or (samples, n), in dBm
        strengths; NaN where a beacon was not heard
    degree : float
        weight = power in mW, to degree / 2: larger draws the place towards the strongest beacon

    Returns
    -------
    positions : numpy.ndarray, shape (2 or 3,) or (samples, 2 or 3), in m
        the weighted means; NaN where no beacon was heard

    Raises
    ------
    ValueError
        where strengths and anchors differ in number

    Notes
    -----
    Time: O(samples x n). Memory: O(samples x n).
    Keywords: WCL, coarse localisation, RSSI, beacon.
    Plain NumPy.

    References
    ----------
    J. Blumenthal, R. Grossmann, F. Golatowski and D. Timmermann, "Weighted Centroid Localization in Zigbee-based Sensor
    Networks", IEEE WISP 2007.

    Examples
    --------
    >>> anchors = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> weighted_centroid(anchors, np.array([-60.0, -60.0])).tolist()
    [5.0, 0.0]
    """
    strengths = np.asarray(rssi, float)
    if strengths.shape[-1] != len(anchors):
        raise ValueError(f"rssi has {strengths.shape[-1]} strengths for {len(anchors)} anchors")
    heard = np.isfinite(strengths)
    relative = np.where(heard, strengths, -300.0)
    weights = np.where(heard, 10 ** (degree * (relative - relative.max(axis=-1, keepdims=True)) / 20), 0.0)
    total = weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights @ anchors / np.where(total > 0, total, np.nan))
