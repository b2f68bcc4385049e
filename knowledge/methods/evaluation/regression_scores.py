"""How far estimated values are from true ones."""

from __future__ import annotations

import numpy as np


def regression_scores(reference: np.ndarray, estimated: np.ndarray) -> tuple[float, float, float, float]:
    """Score estimated values by their errors and by the share of the variance that they explain. Pairs in which a value is
    missing (NaN) are left out.

    Parameters
    ----------
    reference : numpy.ndarray, shape (items,)
        true values, NaN where missing
    estimated : numpy.ndarray, shape (items,)
        estimated values in the same unit, NaN where missing

    Returns
    -------
    mean_absolute_error : float
        mean size of the errors, in the values' unit
    root_mean_square_error : float
        root of the mean squared error, in the values' unit
    bias : float
        mean of estimated minus true, in the values' unit
    explained : float
        coefficient of determination R²: 1 is perfect, 0 is no better than the mean of the true values; NaN where those
        do not vary

    Raises
    ------
    ValueError
        where the arguments differ in length, or no pair is complete

    Notes
    -----
    Plain NumPy. Time: O(items). Memory: O(items).
    Keywords: MAE, RMSE, R squared, mean error, estimation accuracy, forecast error.

    References
    ----------
    R. J. Hyndman and A. B. Koehler, "Another look at measures of forecast accuracy", International Journal of
    Forecasting 22(4), 2006. doi:10.1016/j.ijforecast.2006.03.001

    Examples
    --------
    >>> regression_scores(np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 2.0, 4.0, 0.0]))
    (0.6666666666666666, 0.816496580927726, 0.6666666666666666, 0.0)
    """
    reference, estimated = np.asarray(reference, np.float64), np.asarray(estimated, np.float64)
    if reference.shape != estimated.shape:
        raise ValueError("reference and estimated differ in length")
    complete = np.isfinite(reference) & np.isfinite(estimated)
    if not complete.any():
        raise ValueError("reference, estimated: no pair of values is complete")
    true = reference[complete]
    errors = estimated[complete] - true
    spread = float(((true - true.mean()) ** 2).sum())
    explained = 1 - float((errors**2).sum()) / spread if spread else float("nan")
    return float(np.abs(errors).mean()), float(np.sqrt((errors**2).mean())), float(errors.mean()), explained
