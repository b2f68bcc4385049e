"""Autoregressive forecast by Yule-Walker."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_toeplitz


def autoregressive_forecast(
    signal: np.ndarray, order: int = 8, horizon: int = 24
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forecast a stationary signal from its own last values: the weights follow from its autocorrelation (Yule-Walker,
    solved by Levinson's recursion, always stable), with the spread of the forecast error for each step.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now
    order : int
        how many last values are used
    horizon : int, in samples
        how far to forecast

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        expected values of the next samples
    spread : numpy.ndarray, shape (horizon,)
        standard deviation of the forecast's error
    weights : numpy.ndarray, shape (order,)
        weights of the last value, the one before and so on

    Raises
    ------
    ValueError
        where the signal is shorter than four times the order, holds NaN or does not vary

    Notes
    -----
    Time: O(samples x order + order²). Memory: O(samples).
    Keywords: AR model, Levinson, linear prediction, short-term forecast.

    References
    ----------
    G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis: Forecasting and Control", Wiley,
    chapters 3 and 5.

    Examples
    --------
    >>> rng, signal = np.random.default_rng(seed=0), np.zeros(5000)
    >>> for number in range(1, 5000):
    ...     signal[number] = 0.8 * signal[number - 1] + rng.normal()
    >>> autoregressive_forecast(signal, order=1)[2].round(1).tolist()
    [0.8]
    """
    signal = np.asarray(signal, float)
    if order < 1 or len(signal) < 4 * order or not np.isfinite(signal).all() or np.ptp(signal) == 0:
        raise ValueError(
            f"order {order} needs a signal that varies, of {4 * max(order, 1)} samples or more without NaN"
        )
    centred, count = signal - signal.mean(), len(signal)
    covariance = np.array([centred[: count - lag] @ centred[lag:] for lag in range(order + 1)]) / count
    weights = solve_toeplitz(covariance[:order], covariance[1:])
    noise = max(float(covariance[0] - weights @ covariance[1:]), 0.0)
    past, response = centred[-order:][::-1].copy(), np.zeros(order)
    response[0] = 1.0
    forecast, squared = np.zeros(horizon), np.zeros(horizon)
    for step in range(horizon):
        forecast[step], squared[step] = weights @ past, response[0] ** 2
        past = np.append(forecast[step], past[:-1])
        response = np.append(weights @ response, response[:-1])
    return signal.mean() + forecast, np.sqrt(noise * np.cumsum(squared)), weights
