"""Sensor windows cut out and stretched back."""

from __future__ import annotations

import numpy as np


def window_slice(windows: np.ndarray, share: float = 0.8, seed: int = 0) -> np.ndarray:
    """Cut a random stretch out of each window and stretch it to the full length, as windows in use never begin where
    those in training did.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    share : float
        length of the stretch as a share of the window, 0 to 1
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the stretches at the windows' length

    Raises
    ------
    ValueError
        where the shape is not (windows, length, channels) or the share not in 0 to 1

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: window warping, cropping, random crop, shift, data augmentation, few training data.
    Plain NumPy.

    References
    ----------
    A. Le Guennec, S. Malinowski and R. Tavenard, "Data Augmentation for Time Series Classification using
    Convolutional Neural Networks", ECML/PKDD Workshop on Advanced Analytics and Learning on Temporal Data, 2016.

    Examples
    --------
    >>> changed = window_slice(np.arange(101.0).reshape(1, 101, 1), 0.5)[0, :, 0]
    >>> round(float(changed[-1] - changed[0]), 6), changed.shape
    (50.0, (101,))
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or not 0 < share <= 1:
        raise ValueError(f"windows {windows.shape} must be (windows, length, channels) and share {share} in 0 to 1")
    count, length, _ = windows.shape
    starts = np.random.default_rng(seed).uniform(0, (1 - share) * (length - 1), count)
    places = starts[:, None] + np.linspace(0, share * (length - 1), length)
    before = np.minimum(places.astype(int), max(length - 2, 0))
    rest, rows = (places - before)[:, :, None], np.arange(count)[:, None]
    return np.asarray((1 - rest) * windows[rows, before] + rest * windows[rows, np.minimum(before + 1, length - 1)])
