"""Time until a falling level reaches its limit."""

from __future__ import annotations

import numpy as np
from scipy.stats import theilslopes


def remaining_time(signal: np.ndarray, rate: float, limit: float = 3.0, memory: float = 0.5) -> tuple[float, float]:
    """Tell when a battery, filter or tank has to be seen to: the median of slopes of its latest part, which load dips and
    temperature swings do not bend, is drawn on to the limit; the cautious estimate takes the steepest slope that the data
    allow (Theil-Sen with confidence interval).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        falling level at even times; NaN is left out
    rate : float, in Hz
        sampling rate
    limit : float
        level at which the thing is spent, in the signal's unit
    memory : float
        latest share of the recording that is drawn on, 0 to 1: discharge gets steeper towards the end

    Returns
    -------
    days : float, in days
        expected time until the limit, 0 where it is reached, infinite where the level does not fall
    cautious_days : float, in days
        time that is not undercut with about 95 % confidence in the slope

    Raises
    ------
    ValueError
        where fewer than ten values are known in the latest part

    Notes
    -----
    Time: O(points²) for at most 400 points. Memory: O(points²).
    Keywords: battery replacement, remaining useful life, end of discharge, maintenance planning, tank level.

    References
    ----------
    P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", Journal of the American Statistical
    Association 63, 1968.

    Examples
    --------
    >>> days, cautious = remaining_time(3.6 - 0.002 * np.arange(200), rate=1 / 86400, limit=3.0)
    >>> round(days), round(cautious)
    (101, 101)
    """
    latest = np.asarray(signal, float)[-max(round(memory * len(signal)), 1) :]
    # Means of a few neighbours keep the pairs few and take noise away without moving the line.
    size = max(len(latest) // 400, 1)
    usable = latest[len(latest) % size :].reshape(-1, size)
    known = np.isfinite(usable).all(axis=1)
    if known.sum() < 10:
        raise ValueError("ten known values or more are needed in the latest part")
    ages = (np.arange(len(usable)) - len(usable) + 1) * size - (size - 1) / 2
    slope, intercept, steepest, _ = theilslopes(usable[known].mean(axis=1), ages[known], 0.9, method="joint")
    left, per_day = max(float(intercept) - limit, 0.0), rate * 86400
    days = [left / -change / per_day if change < 0 else np.inf for change in (float(slope), float(steepest))]
    return (0.0, 0.0) if left == 0 else (days[0], days[1])
