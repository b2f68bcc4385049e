"""Level of a noisy series by a Kalman filter with learned noise."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar


def _filtered(signal: list[float], ratio: float) -> tuple[float, list[float], float, float]:
    """Concentrated negative log-likelihood, levels, relative variance of the last level, and measurement variance."""
    level, variance, levels, squared, logs, count = 0.0, 1e7, [], 0.0, 0.0, 0
    for value in signal:
        variance += ratio
        if value == value:
            error, total = value - level, variance + 1
            if count:
                squared, logs = squared + error * error / total, logs + np.log(total)
            level += variance / total * error
            variance, count = variance / total, count + 1
        levels.append(level)
    noise = squared / (count - 1)
    return 0.5 * ((count - 1) * np.log(max(noise, 1e-300)) + logs), levels, variance, noise


def local_level(signal: np.ndarray, horizon: int = 12) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Follow a level that wanders under noise and forecast it with its uncertainty: a Kalman filter for a random walk plus
    noise whose ratio of wandering to noise is the most likely for the data (local level model).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now; NaN is a gap
    horizon : int, in samples
        how far to forecast

    Returns
    -------
    levels : numpy.ndarray, shape (samples,)
        filtered level at each sample, from it and those before
    forecast : numpy.ndarray, shape (horizon,)
        expected value of the next samples
    spread : numpy.ndarray, shape (horizon,)
        standard deviation of a measured value around the forecast

    Raises
    ------
    ValueError
        where fewer than ten values are known or they do not vary

    Notes
    -----
    Time: O(samples x trials). Memory: O(samples).
    Keywords: structural time series, random walk plus noise, state space, missing data.

    References
    ----------
    J. Durbin and S. J. Koopman, "Time Series Analysis by State Space Methods", Oxford University Press, 2nd edition, 2012,
    chapter 2.

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> level = 20 + np.cumsum(0.1 * rng.normal(size=400))
    >>> levels, forecast, spread = local_level(level + rng.normal(size=400))
    >>> bool(np.abs(levels - level)[50:].mean() < 0.4)
    True
    """
    signal = np.asarray(signal, float)
    known = signal[np.isfinite(signal)]
    if len(known) < 10 or np.ptp(known) == 0:
        raise ValueError("ten known values or more that vary are needed")
    values = np.where(np.isfinite(signal), signal - known[0], np.nan).tolist()
    fitted = minimize_scalar(
        lambda log_ratio: _filtered(values, np.exp(log_ratio))[0], bounds=(-14, 6), method="bounded"
    )
    ratio = float(np.exp(fitted.x))
    _, levels, variance, noise = _filtered(values, ratio)
    spread = np.sqrt(noise * (variance + ratio * np.arange(1, horizon + 1) + 1))
    return np.array(levels) + known[0], np.full(horizon, levels[-1] + known[0]), spread
