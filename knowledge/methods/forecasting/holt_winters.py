"""Forecast with trend and season by Holt and Winters."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

STARTS = ([0.3, 0.05, 0.1], [0.05, 0.01, 0.5])  # of the weights of level, trend and season


def _run(
    weights: np.ndarray, signal: np.ndarray, season: np.ndarray, trend: float
) -> tuple[float, float, float, list[float]]:
    """Sum of squared one-step errors, and the last level, trend and season."""
    alpha, beta, gamma = weights.tolist()
    level, seasons, total = float(signal[0] - season[0]), season.tolist(), 0.0
    for number, value in enumerate(signal.tolist()):
        phase = number % len(seasons)
        error = value - level - trend - seasons[phase]
        total += error * error
        level, trend = level + trend + alpha * error, trend + alpha * beta * error
        seasons[phase] += gamma * (1 - alpha) * error
    return total, level, trend, seasons


def holt_winters(signal: np.ndarray, period: int = 24, horizon: int = 24) -> np.ndarray:
    """Forecast a signal with a season that changes slowly: level, trend and season are smoothed exponentially, with the
    three weights that make the one-step errors of the past smallest (additive Holt-Winters).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now, two periods or more
    period : int, in samples
        length of the season
    horizon : int, in samples
        how far to forecast

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        expected values of the next samples

    Raises
    ------
    ValueError
        where the signal is shorter than two periods or holds NaN

    Notes
    -----
    Time: O(samples x trials). Memory: O(period).
    Keywords: triple exponential smoothing, ETS, seasonal forecast, demand, load.

    References
    ----------
    P. R. Winters, "Forecasting Sales by Exponentially Weighted Moving Averages", Management Science 6(3), 1960;
    R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", OTexts, section on Holt-Winters.

    Examples
    --------
    >>> hours = np.arange(24 * 8)
    >>> signal = 10 + 0.05 * hours + 3 * np.sin(hours * 2 * np.pi / 24)
    >>> forecast = holt_winters(signal)
    >>> truth = 10 + 0.05 * (192 + np.arange(24)) + 3 * np.sin(np.arange(24) * 2 * np.pi / 24)
    >>> bool(np.abs(forecast - truth).max() < 0.1)
    True
    """
    signal = np.asarray(signal, float)
    if len(signal) < 2 * period or period < 2 or not np.isfinite(signal).all():
        raise ValueError(f"a season of {period} needs {2 * max(period, 2)} samples or more without NaN")
    cycles = signal[: len(signal) // period * period].reshape(-1, period)
    trend = float(cycles[-1].mean() - cycles[0].mean()) / (period * (len(cycles) - 1))
    season = (cycles - cycles.mean(axis=1, keepdims=True)).mean(axis=0) - trend * (np.arange(period) - (period - 1) / 2)
    # A level that takes every change leaves none to the season: from one start alone the search may end there.
    fits = [
        minimize(
            lambda weights: _run(weights, signal, season, trend)[0],
            x0=start,
            bounds=[(0.001, 0.999), (0.0, 0.5), (0.0, 0.999)],
            method="L-BFGS-B",
            options={"maxiter": 30},
        )
        for start in STARTS
    ]
    best = min(fits, key=lambda fit: float(fit.fun)).x
    _, level, slope, seasons = _run(best, signal, season, trend)
    steps = np.arange(1, horizon + 1)
    return np.asarray(level + slope * steps + np.array(seasons)[(len(signal) + steps - 1) % period])
