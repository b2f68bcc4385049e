"""Growing degree days by the single-sine method."""

from __future__ import annotations

import numpy as np


def _above(threshold: float, mean: np.ndarray, half_range: np.ndarray) -> np.ndarray:
    """Mean height of the daily sine above a threshold."""
    safe = np.where(half_range > 0, half_range, 1.0)
    angle = np.arcsin(np.clip((threshold - mean) / safe, -1, 1))
    over = ((mean - threshold) * (np.pi / 2 - angle) + half_range * np.cos(angle)) / np.pi
    return np.where(half_range > 0, over, np.maximum(mean - threshold, 0.0))


def growing_degree_days(
    temperature_low: np.ndarray, temperature_high: np.ndarray, base: float = 10.0, upper: float = 30.0
) -> np.ndarray:
    """Add up the warmth that drives crops and insects: each day's temperature is taken as a sine between its low and high
    and only its part between a base and an upper threshold counts (single sine, horizontal cutoff).

    Parameters
    ----------
    temperature_low : numpy.ndarray, shape (days,), in °C
        lowest temperature of each day
    temperature_high : numpy.ndarray, shape (days,), in °C
        highest temperature of each day
    base : float, in °C
        temperature below which nothing grows
    upper : float, in °C
        temperature above which growth gets no faster

    Returns
    -------
    degree_days : numpy.ndarray, shape (days,), in °C days
        sum from the first day to each day; a day with NaN adds nothing

    Raises
    ------
    ValueError
        where the series differ in length or the upper threshold is not above the base

    Notes
    -----
    Time: O(days). Memory: O(days).
    Keywords: GDD, phenology, thermal time, pest emergence, harvest date.
    Plain NumPy.

    References
    ----------
    G. L. Baskerville and P. Emin, "Rapid Estimation of Heat Accumulation from Maximum and Minimum Temperatures", Ecology
    50(3), 1969.

    Examples
    --------
    >>> growing_degree_days(np.array([10.0, 5.0]), np.array([20.0, 9.0])).tolist()
    [5.0, 5.0]
    """
    low, high = np.asarray(temperature_low, float), np.asarray(temperature_high, float)
    if low.shape != high.shape:
        raise ValueError(f"lows and highs differ in length: {low.shape} and {high.shape}")
    if upper <= base:
        raise ValueError(f"the upper threshold {upper} is not above the base {base}")
    mean, half_range = (low + high) / 2, (high - low) / 2
    warmth = _above(base, mean, half_range) - _above(upper, mean, half_range)
    return np.cumsum(np.nan_to_num(warmth))
