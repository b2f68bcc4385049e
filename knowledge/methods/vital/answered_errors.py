"""Errors of values that a monitor gave, and how often it gave one."""

from __future__ import annotations

import numpy as np


def answered_errors(reference: np.ndarray, estimated: np.ndarray, tolerance: float = 5.0) -> tuple[float, float, float]:
    """Judge a monitor that may stay silent: the error where it gave a value, the share of those within a tolerance,
    and the share of windows in which it gave one at all, since silence alone would look faultless.

    Parameters
    ----------
    reference : numpy.ndarray, shape (windows,)
        true values; windows whose reference is missing (NaN) are left out
    estimated : numpy.ndarray, shape (windows,)
        the monitor's values; missing (NaN) where it gave none
    tolerance : float
        largest error of a right value, in the values' unit

    Returns
    -------
    mean_absolute_error : float
        over the windows with a value; infinite where there is none
    within : float
        share of the given values whose error is at most the tolerance, 0 to 1
    answered : float
        share of windows with a value, 0 to 1

    Raises
    ------
    ValueError
        where the lengths differ or no reference is given

    Notes
    -----
    Time: O(windows). Memory: O(windows).
    Keywords: vital sign monitor, coverage, availability, accuracy of heart rate, SpO2 accuracy.
    Plain NumPy.

    References
    ----------
    ISO 80601-2-61, "Particular requirements for basic safety and essential performance of pulse oximeter equipment":
    accuracy over the range that is claimed, and data that must not be displayed when they are inadequate.

    Examples
    --------
    >>> answered_errors(np.array([60.0, 70.0, 80.0, 90.0]), np.array([61.0, np.nan, 80.0, 110.0]))
    (7.0, 0.6666666666666666, 0.75)
    """
    reference, estimated = np.asarray(reference, float), np.asarray(estimated, float)
    known = np.isfinite(reference) if reference.shape == estimated.shape else np.zeros(1, bool)
    if not known.any():
        raise ValueError(f"reference {reference.shape} and estimated {estimated.shape} need the same windows")
    errors = np.abs(estimated - reference)[known]
    given = errors[np.isfinite(errors)]
    if not len(given):
        return np.inf, 0.0, 0.0
    return float(given.mean()), float((given <= tolerance).mean()), len(given) / len(errors)
