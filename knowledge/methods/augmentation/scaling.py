"""Sensor windows of another strength."""

from __future__ import annotations

import numpy as np


def scaling(windows: np.ndarray, spread: float = 0.1, seed: int = 0) -> np.ndarray:
    """Vary the strength of training windows by one random factor a window and channel, as sensors differ in gain and
    people in vigour.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    spread : float
        standard deviation of the factors around 1; factors stay within three of them and above zero
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows times their factors

    Raises
    ------
    ValueError
        where the shape is not (windows, length, channels) or the spread is not in 0 to 0.33

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: gain, amplitude, magnitude scaling, data augmentation, few training data.
    Plain NumPy.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> changed = scaling(np.ones((1000, 5, 1)))
    >>> bool(np.ptp(changed, axis=1).max() == 0), round(float(changed.std()), 2)
    (True, 0.1)
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or not 0 <= spread <= 0.33:
        raise ValueError(
            f"windows {windows.shape} must be (windows, length, channels) and spread {spread} in 0 to 0.33"
        )
    steps = np.random.default_rng(seed).normal(size=(len(windows), 1, windows.shape[2]))
    return np.asarray(windows * (1 + spread * np.clip(steps, -3, 3)))
