"""Acceleration parted into gravity and motion."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def gravity_removal(acceleration: np.ndarray, rate: float, cutoff: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Part the signal of an accelerometer into gravity, which turns slowly with the posture, and the motion of the
    body, by a low-pass filter without phase shift.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        as measured
    rate : float, in Hz
        its sampling rate
    cutoff : float, in Hz
        gravity is taken to change slower than this

    Returns
    -------
    linear : numpy.ndarray, shape (samples, 3), in m/s²
        acceleration by motion
    gravity : numpy.ndarray, shape (samples, 3), in m/s²
        acceleration by gravity

    Raises
    ------
    ValueError
        where the shape is not (samples, 3), values are not finite or there are less than 16 samples

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: body acceleration, linear acceleration, posture, smartphone, wearable.

    References
    ----------
    D. Anguita, A. Ghio, L. Oneto, X. Parra and J. L. Reyes-Ortiz, "A Public Domain Dataset for Human Activity
    Recognition Using Smartphones", ESANN, 2013.

    Examples
    --------
    >>> still = np.tile([0.0, 0.0, 9.81], (500, 1))
    >>> still[:, 0] += np.sin(2 * np.pi * 2 * np.arange(500) / 50.0)
    >>> linear, gravity = gravity_removal(still, 50.0)
    >>> gravity[250].round(1).tolist(), linear[100:400].std(axis=0).round(1).tolist()
    ([0.0, 0.0, 9.8], [0.7, 0.0, 0.0])
    """
    acceleration = np.asarray(acceleration, float)
    if acceleration.ndim != 2 or acceleration.shape[1] != 3 or len(acceleration) < 16:
        raise ValueError(f"acceleration has shape {acceleration.shape}; (samples, 3) with 16 samples or more is needed")
    if not np.all(np.isfinite(acceleration)):
        raise ValueError("acceleration holds values that are not finite")
    gravity = sosfiltfilt(butter(3, cutoff, fs=rate, output="sos"), acceleration, axis=0)
    return acceleration - gravity, gravity
