"""Outliers by the modified z-score."""

from __future__ import annotations

import numpy as np


def robust_z_scores(features: np.ndarray, threshold: float = 3.5) -> tuple[np.ndarray, np.ndarray]:
    """Score how far each value lies from its column's bulk, by median and median absolute deviation, which up to half of
    bad values cannot move (modified z-score); where half of a column is one value, by the mean absolute deviation.

    Parameters
    ----------
    features : numpy.ndarray, shape (items, features)
        a column a sensor or feature
    threshold : float
        score beyond which a value is an outlier

    Returns
    -------
    scores : numpy.ndarray, shape (items, features)
        signed scores, 0 in a column that does not vary, NaN where a value is NaN
    anomalies : numpy.ndarray, shape (items,)
        true where any feature of the item is an outlier

    Raises
    ------
    ValueError
        where the features are not (items, features) or a column holds no number

    Notes
    -----
    Time: O(items x features). Memory: O(items x features).
    Keywords: MAD, outlier, sensor fault, data cleaning.
    Plain NumPy.

    References
    ----------
    B. Iglewicz and D. C. Hoaglin, "How to Detect and Handle Outliers", ASQC Quality Press, 1993, section on modified
    z-scores.

    Examples
    --------
    >>> scores, anomalies = robust_z_scores(np.array([[2.1], [2.6], [2.4], [2.5], [2.3], [2.1], [2.3], [2.6], [8.2], [8.3]]))
    >>> np.flatnonzero(anomalies).tolist()
    [8, 9]
    """
    features = np.asarray(features, float)
    if features.ndim != 2 or not np.isfinite(features).any(axis=0).all():
        raise ValueError("features must be (items, features) with a number in every column")
    deviations = features - np.nanmedian(features, axis=0)
    spread = np.nanmedian(np.abs(deviations), axis=0) / 0.6745
    spread = np.where(spread > 0, spread, np.nanmean(np.abs(deviations), axis=0) * 1.253314)
    scores = deviations / np.where(spread > 0, spread, 1.0)
    return scores, (np.abs(scores) > threshold).any(axis=1)
