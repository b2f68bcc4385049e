"""Multivariate outliers by robust Mahalanobis distances."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2
from sklearn.covariance import MinCovDet


def mahalanobis_distances(
    normal: np.ndarray, features: np.ndarray, confidence: float = 0.999, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which items break the usual relation between sensors though each value may look usual by itself: distances in
    units of the normal covariance, estimated so that some bad items among the normal ones do no harm (minimum covariance
    determinant), against the chi-squared limit.

    Parameters
    ----------
    normal : numpy.ndarray, shape (items, features)
        mostly normal items, five times as many as features or more
    features : numpy.ndarray, shape (items, features)
        items to be judged
    confidence : float
        share of normal items inside the limit
    seed : int
        of the random subsets

    Returns
    -------
    distances : numpy.ndarray, shape (items,)
        Mahalanobis distance of each item
    anomalies : numpy.ndarray, shape (items,)
        true where it is beyond the limit

    Raises
    ------
    ValueError
        where there are too few normal items or the feature counts differ

    Notes
    -----
    Time: O(items x features² + features³). Memory: O(items x features).
    Keywords: multivariate outlier, sensor correlation, robust covariance, elliptic envelope.

    References
    ----------
    P. J. Rousseeuw and K. Van Driessen, "A Fast Algorithm for the Minimum Covariance Determinant Estimator", Technometrics
    41(3), 1999.

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> first = rng.normal(size=300)
    >>> normal = np.stack([first, first + 0.1 * rng.normal(size=300)], axis=1)
    >>> mahalanobis_distances(normal, np.array([[1.5, 1.5], [1.0, -1.0]]))[1].tolist()
    [False, True]
    """
    normal, features = np.asarray(normal, float), np.asarray(features, float)
    if normal.ndim != 2 or features.shape[1:] != normal.shape[1:]:
        raise ValueError(f"normal and judged items differ in features: {normal.shape}, {features.shape}")
    if len(normal) < 5 * normal.shape[1]:
        raise ValueError(f"{normal.shape[1]} features need {5 * normal.shape[1]} normal items, not {len(normal)}")
    squared = MinCovDet(random_state=seed).fit(normal).mahalanobis(features)
    return np.sqrt(squared), squared > chi2.ppf(confidence, normal.shape[1])
