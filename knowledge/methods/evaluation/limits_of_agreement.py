"""How far two ways of measuring the same thing agree."""

from __future__ import annotations

import numpy as np


def limits_of_agreement(reference: np.ndarray, estimated: np.ndarray) -> tuple[float, float, float, float]:
    """Compare a new way of measuring with a trusted one: the mean difference, the limits between which 95% of differences
    are expected, and how the difference grows with the size of the value (Bland and Altman).

    Parameters
    ----------
    reference : numpy.ndarray, shape (items,)
        values of the trusted way
    estimated : numpy.ndarray, shape (items,)
        values of the new way, in the same unit

    Returns
    -------
    bias : float
        mean of estimated minus reference
    lower_limit : float
        bias minus 1.96 standard deviations of the differences
    upper_limit : float
        bias plus 1.96 standard deviations of the differences
    slope : float
        change of the difference per unit of the mean of both values; 0 where these do not vary

    Raises
    ------
    ValueError
        where the arguments differ in length, are not finite, or hold fewer than two items

    Notes
    -----
    Plain NumPy. Time: O(items). Memory: O(items).
    Keywords: Bland-Altman, method comparison, wearable validation, proportional bias, agreement.

    References
    ----------
    J. M. Bland and D. G. Altman, "Statistical methods for assessing agreement between two methods of clinical
    measurement", The Lancet 327, 1986. doi:10.1016/S0140-6736(86)90837-8

    Examples
    --------
    >>> limits = limits_of_agreement(np.array([60.0, 70.0, 80.0, 90.0]), np.array([62.0, 70.0, 82.0, 92.0]))
    >>> [round(value, 3) for value in limits]
    [1.5, -0.46, 3.46, 0.023]
    """
    reference, estimated = np.asarray(reference, np.float64), np.asarray(estimated, np.float64)
    if reference.shape != estimated.shape or len(reference) < 2 or not np.isfinite([reference, estimated]).all():
        raise ValueError("reference, estimated: as many finite values in both are needed, and at least two")
    differences, middles = estimated - reference, (estimated + reference) / 2
    bias, deviation = float(differences.mean()), float(differences.std(ddof=1))
    away = middles - middles.mean()
    spread = float((away**2).sum())
    slope = float((away * (differences - bias)).sum()) / spread if spread else 0.0
    return bias, bias - 1.96 * deviation, bias + 1.96 * deviation, slope
