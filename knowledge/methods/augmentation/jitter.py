"""Sensor windows with added noise."""

from __future__ import annotations

import numpy as np


def jitter(windows: np.ndarray, share: float = 0.05, seed: int = 0) -> np.ndarray:
    """Make training windows harder by white noise, scaled to the spread of each channel, so that a network does not
    learn the noise of one sensor.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    share : float
        deviation of the noise as a share of the channel's standard deviation over all windows
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows with noise

    Raises
    ------
    ValueError
        where the shape is not (windows, length, channels) or the share is negative

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: noise injection, additive noise, robustness, data augmentation, few training data.
    Plain NumPy.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> quiet = np.tile(np.sin(np.arange(100.0))[None, :, None], (50, 1, 1))
    >>> round(float((jitter(quiet, 0.1) - quiet).std() / quiet.std()), 2)
    0.1
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or share < 0:
        raise ValueError(f"windows {windows.shape} must be (windows, length, channels) and share {share} not negative")
    noise = np.random.default_rng(seed).normal(size=windows.shape)
    return np.asarray(windows + share * windows.std(axis=(0, 1)) * noise)
