"""Process monitoring by principal components: SPE and Hotelling's T²."""

from __future__ import annotations

import numpy as np
from scipy.stats import f as f_distribution
from scipy.stats import norm


def _residual_limit(variances: np.ndarray, confidence: float) -> float:
    """Jackson and Mudholkar's limit of the squared prediction error."""
    first, second, third = (float((variances**power).sum()) for power in (1, 2, 3))
    if second <= 0:
        return 1e-9
    h = 1 - 2 * first * third / (3 * second**2)
    z = norm.ppf(confidence)
    inner = z * np.sqrt(2 * second * h**2) / first + 1 + second * h * (h - 1) / first**2
    return float(first * max(inner, 1e-9) ** (1 / h))


def pca_monitor(
    normal: np.ndarray, features: np.ndarray, explained: float = 0.9, confidence: float = 0.999
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Watch a machine with many linked sensors: principal components of normal operation explain what should be seen; a
    large rest (SPE) means a broken relation, a large score (Hotelling's T²) an unusual state of a known kind.

    Parameters
    ----------
    normal : numpy.ndarray, shape (items, features)
        readings in normal operation
    features : numpy.ndarray, shape (items, features)
        readings to be judged
    explained : float
        share of the normal variance that the components must explain, 0 to 1
    confidence : float
        share of normal items inside each limit

    Returns
    -------
    residuals : numpy.ndarray, shape (items,)
        squared prediction error as a multiple of its limit
    scores : numpy.ndarray, shape (items,)
        Hotelling's T² as a multiple of its limit
    anomalies : numpy.ndarray, shape (items,)
        true where either is above 1

    Raises
    ------
    ValueError
        where there are fewer normal items than three times the features, or a feature does not vary

    Notes
    -----
    Time: O(items x features²). Memory: O(items x features).
    Keywords: multivariate statistical process control, Q statistic, reconstruction error, pump, predictive maintenance.

    References
    ----------
    J. E. Jackson and G. S. Mudholkar, "Control Procedures for Residuals Associated With Principal Component Analysis",
    Technometrics 21(3), 1979.

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> load = rng.normal(size=(400, 1))
    >>> normal = load * [1.0, -2.0, 0.5] + 0.1 * rng.normal(size=(400, 3))
    >>> pca_monitor(normal, np.array([[1.0, -2.0, 0.5], [1.0, 2.0, 0.5]]))[2].tolist()
    [False, True]
    """
    normal, features = np.asarray(normal, float), np.asarray(features, float)
    if normal.ndim != 2 or features.shape[1:] != normal.shape[1:] or len(normal) < 3 * normal.shape[1]:
        raise ValueError(f"too few normal items or features that differ: {normal.shape}, {features.shape}")
    centre, spread = normal.mean(axis=0), normal.std(axis=0, ddof=1)
    if np.any(spread == 0):
        raise ValueError(f"feature {int(np.argmin(spread))} does not vary in normal operation")
    _, singular, axes = np.linalg.svd((normal - centre) / spread, full_matrices=False)
    variances = singular**2 / (len(normal) - 1)
    kept = int(np.searchsorted(np.cumsum(variances) / variances.sum(), explained)) + 1
    kept = min(kept, len(variances) - 1) or 1
    judged = (features - centre) / spread
    inside = judged @ axes[:kept].T
    squared_error = ((judged - inside @ axes[:kept]) ** 2).sum(axis=1)
    items = len(normal)
    factor = kept * (items**2 - 1) / (items * (items - kept))
    residuals = squared_error / _residual_limit(variances[kept:], confidence)
    scores = (inside**2 / variances[:kept]).sum(axis=1) / (factor * f_distribution.ppf(confidence, kept, items - kept))
    return residuals, scores, (residuals > 1) | (scores > 1)
