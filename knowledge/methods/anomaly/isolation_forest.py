"""Isolation forest on sensor features."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import IsolationForest


def isolation_forest(
    normal: np.ndarray, features: np.ndarray, false_alarms: float = 0.01, trees: int = 200, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Find items that are unlike the normal ones, whatever shape these have in feature space: what random cuts part quickly
    from the rest is strange. The threshold is the score that few of the normal items exceed.

    Parameters
    ----------
    normal : numpy.ndarray, shape (items, features)
        features of normal operation
    features : numpy.ndarray, shape (items, features)
        features to be judged
    false_alarms : float
        share of the normal items that may lie beyond the threshold
    trees : int
        in the forest
    seed : int
        of the random cuts

    Returns
    -------
    scores : numpy.ndarray, shape (items,)
        0 to 1, higher is stranger
    anomalies : numpy.ndarray, shape (items,)
        true where the score is beyond the threshold

    Raises
    ------
    ValueError
        where there are fewer than ten normal items or the feature counts differ

    Notes
    -----
    Time: O(trees x items). Memory: O(trees).
    Keywords: outlier detection, novelty, unsupervised, machine fault.

    References
    ----------
    F. T. Liu, K. M. Ting and Z.-H. Zhou, "Isolation Forest", IEEE ICDM, 2008. doi:10.1109/ICDM.2008.17

    Examples
    --------
    >>> normal = np.random.default_rng(seed=0).normal(size=(200, 2))
    >>> isolation_forest(normal, np.array([[0.0, 0.0], [6.0, -6.0]]))[1].tolist()
    [False, True]
    """
    normal, features = np.asarray(normal, float), np.asarray(features, float)
    if len(normal) < 10 or normal.ndim != 2 or features.shape[1:] != normal.shape[1:]:
        raise ValueError(f"ten normal items or more of as many features are needed: {normal.shape}, {features.shape}")
    forest = IsolationForest(n_estimators=trees, random_state=seed).fit(normal)
    threshold = np.quantile(-forest.score_samples(normal), 1 - false_alarms)
    scores = -forest.score_samples(features)
    return scores, scores > threshold
