"""Seasonal naive forecast with prediction interval."""

from __future__ import annotations

import numpy as np


def seasonal_naive(
    signal: np.ndarray, period: int = 24, horizon: int = 24, coverage: float = 0.9
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forecast that all will be as one season ago, with an interval from how well that held in the past: the mark that
    every other forecast has to beat.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now, two periods or more
    period : int, in samples
        length of the season: a day or a week
    horizon : int, in samples
        how far to forecast
    coverage : float
        share of the truth that the interval should hold

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        values of one season ago, the latest known value of that phase where one is NaN
    low : numpy.ndarray, shape (horizon,)
        lower end of the interval
    high : numpy.ndarray, shape (horizon,)
        upper end of the interval

    Raises
    ------
    ValueError
        where the signal is shorter than two periods

    Notes
    -----
    Time: O(samples). Memory: O(samples). The interval widens with the root of the seasons ahead.
    Keywords: baseline forecast, persistence, benchmark.
    Plain NumPy.

    References
    ----------
    R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", OTexts, sections on simple methods and on
    prediction intervals.

    Examples
    --------
    >>> forecast, low, high = seasonal_naive(np.array([1.0, 5.0, 2.0, 6.0]), period=2, horizon=3)
    >>> forecast.tolist()
    [2.0, 6.0, 2.0]
    """
    signal = np.asarray(signal, float)
    if period < 1 or len(signal) < 2 * period:
        raise ValueError(f"a season of {period} needs {2 * max(period, 1)} samples or more")
    filled = signal.copy()
    for number in range(period, len(filled)):
        if np.isnan(filled[number]):
            filled[number] = filled[number - period]
    ahead = np.arange(horizon)
    forecast = filled[-period:][ahead % period]
    errors = signal[period:] - signal[:-period]
    ends = np.nanquantile(errors, [(1 - coverage) / 2, (1 + coverage) / 2])
    widening = np.sqrt(ahead // period + 1)
    return forecast, forecast + ends[0] * widening, forecast + ends[1] * widening
