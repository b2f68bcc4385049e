"""Gyroscope bias while a device lies still."""

from __future__ import annotations

import numpy as np


def gyro_bias_at_rest(rotation: np.ndarray, rate: float, window: float = 1.0, limit: float = 0.01) -> np.ndarray:
    """Estimate the bias of a gyroscope from the moments at which it lies still: consecutive windows without overlap in
    which the standard deviation of every axis is below a limit. The bias is the mean of all samples in them.

    Parameters
    ----------
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope readings; the rest behind the last whole window is not used
    rate : float, in Hz
        sampling rate
    window : float, in s
        length of a window
    limit : float, in rad/s
        standard deviation below which an axis is still

    Returns
    -------
    bias : numpy.ndarray, shape (3,), in rad/s
        mean rotation at rest

    Raises
    ------
    ValueError
        where no window is still
    """
    length = round(window * rate)
    count = len(rotation) // length
    windows = np.asarray(rotation)[: count * length].reshape(count, length, 3)
    still = (windows.std(axis=1) < limit).all(axis=1)
    if not still.any():
        raise ValueError("rotation: the device is never still")
    return np.asarray(windows[still].mean(axis=(0, 1)))
