"""Theta forecast with seasonal adjustment."""

from __future__ import annotations

import numpy as np


def _smoothed(signal: np.ndarray, alpha: float) -> tuple[float, float]:
    """Sum of squared one-step errors and the last level."""
    level, total = float(signal[0]), 0.0
    for value in signal[1:].tolist():
        total += (value - level) ** 2
        level += alpha * (value - level)
    return total, level


def theta_forecast(signal: np.ndarray, period: int = 1, horizon: int = 12) -> np.ndarray:
    """Forecast a series by the method that won the M3 competition: take the season out, average the line of the long trend
    with an exponential smoothing of the series bent twice as much, put the season back (theta method).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now
    period : int, in samples
        length of the season, 1 for none
    horizon : int, in samples
        how far to forecast

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        expected values of the next samples

    Raises
    ------
    ValueError
        where the signal is shorter than two periods or four samples, or holds NaN

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: M3 competition, simple forecast, trend, daily totals.
    Plain NumPy.

    References
    ----------
    V. Assimakopoulos and K. Nikolopoulos, "The theta model: a decomposition approach to forecasting", International Journal
    of Forecasting 16(4), 2000. doi:10.1016/S0169-2070(00)00066-2

    Examples
    --------
    >>> theta_forecast(5 + 2 * np.arange(30.0), horizon=2).round(1).tolist()
    [65.0, 67.0]
    """
    signal = np.asarray(signal, float)
    if len(signal) < max(2 * period, 4) or not np.isfinite(signal).all():
        raise ValueError(f"{max(2 * period, 4)} samples or more without NaN are needed")
    index, ahead = np.arange(len(signal)), np.arange(len(signal), len(signal) + horizon)
    detrended = signal - np.polyval(np.polyfit(index, signal, 1), index)
    season = np.array([detrended[phase::period].mean() for phase in range(period)])
    season -= season.mean()
    adjusted = signal - season[index % period]
    slope, start = np.polyfit(index, adjusted, 1)
    line = start + slope * index
    bent = 2 * adjusted - line
    # The smoothing lags behind the bent line's own trend, so it is applied to what deviates from that line.
    alpha = min(np.linspace(0.05, 0.95, 19), key=lambda weight: _smoothed(bent - line, float(weight))[0])
    level = _smoothed(bent - line, float(alpha))[1]
    return np.asarray(start + slope * ahead + level / 2 + season[ahead % period])
