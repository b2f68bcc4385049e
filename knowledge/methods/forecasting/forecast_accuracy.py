"""Accuracy of forecasts against the seasonal naive one."""

from __future__ import annotations

import numpy as np


def forecast_accuracy(
    forecasts: dict[str, np.ndarray],
    futures: dict[str, np.ndarray],
    histories: dict[str, np.ndarray],
    period: int = 1,
) -> tuple[float, float, float]:
    """Score forecasts of several folds or series together: mean absolute error, the same scaled by the errors of the
    seasonal naive forecast in the past (below 1 is better than naive), and what is gained over it on the same futures.

    Parameters
    ----------
    forecasts : dict[str, numpy.ndarray], shape (horizon,)
        forecast values by the name of the fold
    futures : dict[str, numpy.ndarray], shape (horizon,)
        what came, by the same names
    histories : dict[str, numpy.ndarray], shape (samples,)
        what was known, by the same names
    period : int, in samples
        season of the naive forecast, 1 for the last value

    Returns
    -------
    mean_absolute_error : float
        in the unit of the values
    scaled_error : float
        mean absolute scaled error (MASE)
    skill : float
        1 less the ratio of errors to those of the naive forecast on the same futures: 0 is no better, 1 perfect

    Raises
    ------
    ValueError
        where the names or lengths differ, or a history is not longer than the period

    Notes
    -----
    Time: O(samples). Memory: O(samples). NaN in a future is left out.
    Keywords: MASE, MAE, forecast evaluation, skill score.
    Plain NumPy.

    References
    ----------
    R. J. Hyndman and A. B. Koehler, "Another look at measures of forecast accuracy", International Journal of Forecasting
    22(4), 2006, section 3. doi:10.1016/j.ijforecast.2006.03.001

    Examples
    --------
    >>> past, future = {"a": np.array([1.0, 2.0, 4.0])}, {"a": np.array([5.0, 6.0])}
    >>> error, scaled, skill = forecast_accuracy({"a": np.array([4.5, 5.5])}, future, past)
    >>> round(error, 3), round(scaled, 3), round(skill, 3)
    (0.5, 0.333, 0.667)
    """
    if set(forecasts) != set(futures) or set(forecasts) - set(histories) or not forecasts:
        raise ValueError("forecasts, futures and histories must have the same names")
    errors, naive_errors, scaled = [], [], []
    for name, forecast in forecasts.items():
        future, history = np.asarray(futures[name], float), np.asarray(histories[name], float)
        if len(forecast) != len(future) or len(history) <= period:
            raise ValueError(f"lengths of {name} do not fit: {len(forecast)}, {len(future)}, {len(history)}")
        missed = np.abs(future - forecast)
        usual = float(np.nanmean(np.abs(history[period:] - history[:-period])))
        naive = history[-period:][np.arange(len(future)) % period]
        errors.append(missed)
        naive_errors.append(np.abs(future - naive))
        scaled.append(missed / max(usual, 1e-12))
    error, naive_error = float(np.nanmean(np.concatenate(errors))), float(np.nanmean(np.concatenate(naive_errors)))
    return error, float(np.nanmean(np.concatenate(scaled))), 1 - error / max(naive_error, 1e-12)
