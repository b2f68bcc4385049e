"""Quantile forecasts by linear quantile regression."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import QuantileRegressor


def _columns(signal: np.ndarray, index: np.ndarray, period: int) -> np.ndarray:
    """Values one and two seasons before, and the mean of the two whole seasons before the sample's own."""
    sums = np.concatenate([[0.0], np.cumsum(signal)])
    own = index // period * period
    return np.column_stack(
        [signal[index - period], signal[index - 2 * period], (sums[own] - sums[own - 2 * period]) / (2 * period)]
    )


def quantile_forecast(
    signal: np.ndarray,
    period: int = 24,
    horizon: int = 24,
    quantiles: tuple[float, ...] = (0.1, 0.5, 0.9),
    memory: int = 1000,
) -> np.ndarray:
    """Forecast not one value but how high and low it may come: for each quantile a regression under the pinball loss, on
    the values one and two seasons before and on the last seasons' mean, direct for the whole horizon.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now, four periods or more
    period : int, in samples
        length of the season; no shorter than the horizon
    horizon : int, in samples
        how far to forecast
    quantiles : tuple[float, ...]
        probabilities, increasing
    memory : int, in samples
        last samples that are learned from

    Returns
    -------
    levels : numpy.ndarray, shape (horizon, quantiles)
        value below which the truth stays with each probability, never crossing

    Raises
    ------
    ValueError
        where the signal is shorter than four periods or holds NaN, or the horizon is longer than the period

    Notes
    -----
    Time: O(memory² x quantiles). Memory: O(memory).
    Keywords: probabilistic forecast, pinball loss, prediction interval, reserve, load.

    References
    ----------
    R. Koenker and G. Bassett, "Regression Quantiles", Econometrica 46(1), 1978.

    Examples
    --------
    >>> hours, rng = np.arange(24 * 20), np.random.default_rng(seed=0)
    >>> signal = 5 + np.sin(hours * 2 * np.pi / 24) + rng.uniform(-1, 1, len(hours))
    >>> levels = quantile_forecast(signal)
    >>> levels.shape, bool(0.9 < np.mean(levels[:, 2] - levels[:, 0]) < 2.2)
    ((24, 3), True)
    """
    signal = np.asarray(signal, float)
    if not 1 <= horizon <= period or len(signal) < 4 * period or not np.isfinite(signal).all():
        raise ValueError(f"a horizon of 1 to {period} and {4 * period} samples or more without NaN are needed")
    signal = signal[len(signal) % period :]  # seasons are counted back from the end
    learned = np.arange(max(2 * period, len(signal) - memory), len(signal))
    ahead = np.arange(len(signal), len(signal) + horizon)
    rows, wanted = _columns(signal, learned, period), signal[learned]
    fits = [QuantileRegressor(quantile=level, alpha=0.0, solver="highs").fit(rows, wanted) for level in quantiles]
    return np.sort(np.column_stack([fit.predict(_columns(signal, ahead, period)) for fit in fits]), axis=1)
