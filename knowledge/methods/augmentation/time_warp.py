"""Sensor windows that run faster and slower within."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator


def _clock(generator: np.random.Generator, length: int, knots: int, spread: float) -> np.ndarray:
    speeds = np.clip(generator.normal(1.0, spread, knots + 2), 0.1, None)
    speed = PchipInterpolator(np.linspace(0, length - 1, knots + 2), speeds)(np.arange(length))
    elapsed = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
    return np.asarray(elapsed * (length - 1) / elapsed[-1])


def time_warp(windows: np.ndarray, spread: float = 0.2, knots: int = 4, seed: int = 0) -> np.ndarray:
    """Run each window through a smoothly varying speed whose total length stays the same, as people perform the same
    movement in different rhythms; all channels of a window stay in step.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    spread : float
        standard deviation of the speed at the knots around 1; speed never falls below a tenth
    knots : int
        knots between the ends
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows at their new times; first and last samples stay

    Raises
    ------
    ValueError
        where the windows are shorter than the knots or there are no knots

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: speed variation, rhythm, temporal distortion, data augmentation, few training data.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> changed = time_warp(np.arange(50.0).reshape(1, 50, 1))[0, :, 0]
    >>> float(changed[0]), float(changed[-1]), bool(np.all(np.diff(changed) > 0)), bool(np.ptp(np.diff(changed)) > 0.05)
    (0.0, 49.0, True, True)
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or windows.shape[1] < knots + 2 or knots < 1:
        raise ValueError(f"windows {windows.shape} must be (windows, length, channels), longer than {knots} knots")
    generator, moments = np.random.default_rng(seed), np.arange(windows.shape[1])
    changed = np.empty_like(windows)
    for place, window in enumerate(windows):
        clock = _clock(generator, windows.shape[1], knots, spread)
        changed[place] = np.column_stack([np.interp(clock, moments, channel) for channel in window.T])
    return changed
