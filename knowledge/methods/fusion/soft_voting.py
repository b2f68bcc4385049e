"""Late fusion by the mean of the sensors' probabilities."""

from __future__ import annotations

import numpy as np


def soft_voting(probabilities: dict[str, np.ndarray]) -> np.ndarray:
    """Fuse the decisions of several sensors by the mean of their class probabilities (sum rule); a sensor that is
    missing for an item (a row of NaN) has no vote there.

    Parameters
    ----------
    probabilities : dict[str, numpy.ndarray], shape (items, classes)
        by sensor, the same items and classes

    Returns
    -------
    fused : numpy.ndarray, shape (items, classes)
        rows that sum to 1; the same for all classes where every sensor is missing

    Raises
    ------
    ValueError
        where there is no sensor or shapes differ

    Notes
    -----
    Time: O(sensors times items times classes). Memory: O(sensors times items times classes).
    Keywords: late fusion, decision-level fusion, sum rule, averaging, ensemble.
    Plain NumPy.

    References
    ----------
    J. Kittler, M. Hatef, R. P. W. Duin and J. Matas, "On Combining Classifiers", IEEE Trans. Pattern Analysis and
    Machine Intelligence 20(3), 1998: sum rule. doi:10.1109/34.667881

    Examples
    --------
    >>> soft_voting({"sound": np.array([[0.6, 0.4]]), "radar": np.array([[0.1, 0.9]])}).round(2).tolist()
    [[0.35, 0.65]]
    """
    if len({np.shape(rows) for rows in probabilities.values()}) != 1:
        raise ValueError("probabilities of one sensor or more, all of the same shape, are needed")
    stacked = np.array([np.asarray(rows, float) for rows in probabilities.values()])
    present = np.isfinite(stacked).all(axis=2, keepdims=True)
    votes = present.sum(axis=0)
    total = np.where(present, stacked, 0.0).sum(axis=0)
    fused = np.where(votes > 0, total / np.maximum(votes, 1), 1 / stacked.shape[2])
    return np.asarray(fused / fused.sum(axis=1, keepdims=True))
