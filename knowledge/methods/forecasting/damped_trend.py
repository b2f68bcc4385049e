"""Forecast by exponential smoothing with a damped trend."""

from __future__ import annotations

import itertools

import numpy as np


def _run(signal: list[float], alpha: float, beta: float, damping: float) -> tuple[float, float, float]:
    level, trend, total = signal[0], 0.0, 0.0
    for value in signal[1:]:
        error = value - level - damping * trend
        total += error * error
        level, trend = level + damping * trend + alpha * error, damping * trend + alpha * beta * error
    return total, level, trend


def damped_trend(signal: np.ndarray, horizon: int = 12) -> np.ndarray:
    """Forecast a series without season, even a short one: level and trend are smoothed and the trend dies away with the
    distance, which keeps far forecasts sober; the weights are the best of a grid on the past (Gardner and McKenzie).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now, five or more
    horizon : int, in samples
        how far to forecast

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        expected values of the next samples

    Raises
    ------
    ValueError
        where there are fewer than five values or one is NaN

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: exponential smoothing, Holt, battery, level, fill state.
    Plain NumPy.

    References
    ----------
    E. S. Gardner and E. McKenzie, "Forecasting Trends in Time Series", Management Science 31(10), 1985.

    Examples
    --------
    >>> damped_trend(np.arange(50.0), horizon=2).round().tolist()
    [50.0, 51.0]
    """
    values = np.asarray(signal, float)
    if len(values) < 5 or not np.isfinite(values).all():
        raise ValueError("five values or more without NaN are needed")
    grid = itertools.product((0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95), (0.02, 0.1, 0.3, 0.6), (0.8, 0.9, 0.95, 0.98))
    best = min(grid, key=lambda weights: _run(values.tolist(), *weights)[0])
    _, level, trend = _run(values.tolist(), *best)
    return level + trend * np.cumsum(best[2] ** np.arange(1, horizon + 1))
