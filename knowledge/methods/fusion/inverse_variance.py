"""Readings of several sensors averaged by their precision."""

from __future__ import annotations

import numpy as np


def inverse_variance(values: np.ndarray, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Average independent readings of one quantity, each weighted by the inverse of its variance, and tell whether
    the readings agree better or worse than their variances claim (Birge ratio).

    Parameters
    ----------
    values : numpy.ndarray, shape (sensors, items)
        readings; NaN where a sensor gave none
    variances : numpy.ndarray, shape (sensors, items)
        their variances; (sensors, 1) where they do not change

    Returns
    -------
    mean : numpy.ndarray, shape (items,)
        best estimate; NaN where no sensor gave a reading
    variance : numpy.ndarray, shape (items,)
        its variance; infinite where no sensor gave a reading
    birge : numpy.ndarray, shape (items,)
        root of chi² over degrees of freedom: near 1 where all is well, far above where a sensor is wrong; NaN with
        one reading

    Raises
    ------
    ValueError
        where a variance is not positive or shapes do not fit

    Notes
    -----
    Time: O(sensors times items). Memory: O(sensors times items).
    Keywords: weighted mean, precision weighting, maximum likelihood, redundant sensors.
    Plain NumPy.

    References
    ----------
    R. T. Birge, "The Calculation of Errors by the Method of Least Squares", Physical Review 40(2), 1932.
    doi:10.1103/PhysRev.40.207

    Examples
    --------
    >>> mean, variance, birge = inverse_variance(np.array([[20.0], [26.0]]), np.array([[1.0], [2.0]]))
    >>> mean.tolist(), variance.round(2).tolist(), birge.round(2).tolist()
    ([22.0], [0.67], [3.46])
    """
    values = np.asarray(values, float)
    variances = np.broadcast_to(np.asarray(variances, float), values.shape)
    if values.ndim != 2 or not np.all(variances > 0):
        raise ValueError("values (sensors, items) with positive variances are needed")
    known = np.isfinite(values)
    weights, readings = np.where(known, 1 / variances, 0.0), np.where(known, values, 0.0)
    total, freedom = weights.sum(axis=0), known.sum(axis=0) - 1
    nothing, single = np.full(len(total), np.nan), freedom < 1
    mean = np.divide((weights * readings).sum(axis=0), total, out=nothing.copy(), where=total > 0)
    chi = (weights * (readings - np.where(total > 0, mean, 0.0)) ** 2).sum(axis=0)
    birge = np.sqrt(np.divide(chi, freedom, out=nothing.copy(), where=~single))
    return mean, np.divide(1.0, total, out=np.full(len(total), np.inf), where=total > 0), birge
