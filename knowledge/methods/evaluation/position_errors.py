"""How far estimated positions are from true ones."""

from __future__ import annotations

import numpy as np


def position_errors(estimated: np.ndarray, positions: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Score estimated positions by the distance to the true ones: its median and its 90th percentile, which tell what to
    expect and what to fear better than a mean that one outlier moves.

    Parameters
    ----------
    estimated : numpy.ndarray, shape (n, 2) or (n, 3), in m
        estimated positions; one with NaN counts as infinitely far
    positions : numpy.ndarray, shape (n, 2) or (n, 3), in m
        true positions

    Returns
    -------
    median_error : float
        median distance, in m
    error_90 : float
        distance within which 90% of the estimates lie, in m
    errors : numpy.ndarray, shape (n,), in m
        distance of every estimate

    Raises
    ------
    ValueError
        where the shapes differ, or there are no positions

    Notes
    -----
    Plain NumPy. Time: O(n log n). Memory: O(n).
    Keywords: localisation accuracy, CDF of the error, indoor positioning, CEP, ranging error.

    References
    ----------
    ISO/IEC 18305:2016, "Real time locating systems: Test and evaluation of localization and tracking systems".

    Examples
    --------
    >>> true = np.zeros((5, 2))
    >>> median_error, error_90, _ = position_errors(np.array([[3.0, 4], [1, 0], [0, 2], [0, 0], [0, 3]]), true)
    >>> median_error, error_90
    (2.0, 5.0)
    """
    estimated, positions = np.asarray(estimated, np.float64), np.asarray(positions, np.float64)
    if estimated.shape != positions.shape or estimated.ndim != 2 or not len(estimated):
        raise ValueError("estimated, positions: the same shape (n, 2) or (n, 3) is needed")
    errors = np.nan_to_num(np.linalg.norm(estimated - positions, axis=1), nan=np.inf)
    # Whole ranks, not values between two: between a distance and infinity there is none.
    median, high = np.quantile(errors, [0.5, 0.9], method="inverted_cdf")
    return float(median), float(high), errors
