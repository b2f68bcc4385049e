"""Vertical and horizontal motion from a sensor worn at any angle."""

from __future__ import annotations

import numpy as np


def vertical_acceleration(acceleration: np.ndarray, rate: float, seconds: float = 4.0) -> tuple[np.ndarray, np.ndarray]:
    """Get the vertical and the horizontal part of a motion whatever the sensor's orientation: the mean of the
    acceleration over some seconds tells where down is.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        as measured, with gravity
    rate : float, in Hz
        its sampling rate
    seconds : float, in s
        stretch over which gravity is averaged

    Returns
    -------
    signal : numpy.ndarray, shape (samples,), in m/s²
        vertical acceleration without gravity, upwards positive
    horizontal : numpy.ndarray, shape (samples,), in m/s²
        magnitude of the horizontal acceleration

    Raises
    ------
    ValueError
        where the shape is not (samples, 3) or the mean acceleration vanishes

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: orientation-independent, trunk acceleration, smartphone in a pocket, gravity projection.
    Plain NumPy.

    References
    ----------
    D. Mizell, "Using Gravity to Estimate Accelerometer Orientation", IEEE International Symposium on Wearable
    Computers, 2003. doi:10.1109/ISWC.2003.1241424

    Examples
    --------
    >>> bounce = np.sin(2 * np.pi * np.arange(800) / 50.0)
    >>> signal, horizontal = vertical_acceleration(np.outer(9.81 + bounce, [0.6, 0.0, 0.8]), 50.0)
    >>> bool(np.abs(signal - bounce)[100:700].max() < 0.05), bool(horizontal.max() < 1e-6)
    (True, True)
    """
    acceleration = np.asarray(acceleration, float)
    if acceleration.ndim != 2 or acceleration.shape[1] != 3 or not len(acceleration):
        raise ValueError(f"acceleration has shape {acceleration.shape}; (samples, 3) is needed")
    width = min(round(seconds * rate), len(acceleration))
    sums = np.cumsum(np.vstack([np.zeros(3), acceleration]), axis=0)
    middles = np.arange(len(acceleration))
    first, last = np.maximum(middles - width // 2, 0), np.minimum(middles + (width + 1) // 2, len(acceleration))
    gravity = (sums[last] - sums[first]) / (last - first)[:, None]
    strength = np.linalg.norm(gravity, axis=1)
    if np.any(strength < 1e-6):
        raise ValueError("acceleration has no mean: gravity must be in the signal")
    motion, up = acceleration - gravity, gravity / strength[:, None]
    vertical = (motion * up).sum(axis=1)
    return vertical, np.linalg.norm(motion - vertical[:, None] * up, axis=1)
