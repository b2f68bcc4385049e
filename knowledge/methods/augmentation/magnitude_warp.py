"""Sensor windows whose strength swells and fades."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline


def _curves(generator: np.random.Generator, count: int, length: int, knots: int, spread: float) -> np.ndarray:
    places = np.linspace(0, length - 1, knots + 2)
    factors = generator.normal(1.0, spread, (knots + 2, count))
    return np.asarray(CubicSpline(places, factors)(np.arange(length)).T)


def magnitude_warp(windows: np.ndarray, spread: float = 0.2, knots: int = 4, seed: int = 0) -> np.ndarray:
    """Multiply each channel of each window by a smooth random curve around 1 (a cubic spline through random knots),
    as effort and coupling change within a movement.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    spread : float
        standard deviation of the knots around 1
    knots : int
        knots between the ends
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows times their curves

    Raises
    ------
    ValueError
        where the windows are shorter than the knots or there are no knots

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: smooth scaling, cubic spline, wearable, data augmentation, few training data.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> changed = magnitude_warp(np.ones((200, 60, 1)))
    >>> round(float(changed.mean()), 1), bool(np.abs(np.diff(changed, axis=1)).max() < 0.3)
    (1.0, True)
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or windows.shape[1] < knots + 2 or knots < 1:
        raise ValueError(f"windows {windows.shape} must be (windows, length, channels), longer than {knots} knots")
    count, length, channels = windows.shape
    curves = _curves(np.random.default_rng(seed), count * channels, length, knots, spread)
    return np.asarray(windows * curves.reshape(count, channels, length).transpose(0, 2, 1))
