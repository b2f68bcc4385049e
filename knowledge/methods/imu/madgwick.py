"""Orientation by Madgwick's gradient descent filter."""

from __future__ import annotations

import numpy as np


def _level(acceleration: np.ndarray) -> np.ndarray:
    x, y, z = acceleration
    roll, pitch = np.arctan2(y, z) / 2, np.arctan2(-x, np.hypot(y, z)) / 2
    return np.array(
        [
            np.cos(roll) * np.cos(pitch),
            np.sin(roll) * np.cos(pitch),
            np.cos(roll) * np.sin(pitch),
            -np.sin(roll) * np.sin(pitch),
        ]
    )


def _gradient(q: np.ndarray, gravity: np.ndarray) -> np.ndarray:
    w, x, y, z = q
    miss = np.array([2 * (x * z - w * y), 2 * (w * x + y * z), 1 - 2 * (x * x + y * y)]) - gravity
    jacobian = 2 * np.array([[-y, z, -w, x], [x, w, z, y], [0.0, -2 * x, -2 * y, 0.0]])
    gradient = jacobian.T @ miss
    length = np.linalg.norm(gradient)
    return np.asarray(gradient / length if length > 1e-12 else gradient)


def madgwick(acceleration: np.ndarray, rotation: np.ndarray, rate: float, beta: float = 0.04) -> np.ndarray:
    """Track the orientation of a sensor from gyroscope and accelerometer: integrate the turning and step down the
    gradient of the disagreement with gravity (Madgwick).

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer; (0, 0, 9.81) when it lies flat. A sample of zeros is passed over
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope in the same axes
    rate : float, in Hz
        sampling rate of both
    beta : float, in rad/s
        size of the correction: the gyroscope's error

    Returns
    -------
    quaternions : numpy.ndarray, shape (samples, 4)
        unit quaternions (w, x, y, z) that turn the sensor's axes into the earth's, z upwards; the heading begins at 0
        and drifts

    Raises
    ------
    ValueError
        where the shapes are not the same (samples, 3)

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: AHRS, attitude, IMU, quaternion, sensor fusion.
    Plain NumPy.

    References
    ----------
    S. O. H. Madgwick, A. J. L. Harrison and R. Vaidyanathan, "Estimation of IMU and MARG Orientation Using a Gradient
    Descent Algorithm", IEEE International Conference on Rehabilitation Robotics, 2011. doi:10.1109/ICORR.2011.5975346

    Examples
    --------
    >>> turning = np.tile([0.0, 0.0, np.pi / 2], (100, 1))
    >>> madgwick(np.tile([0.0, 0.0, 9.81], (100, 1)), turning, 100.0)[-1].round(2).tolist()
    [0.71, 0.0, 0.0, 0.71]
    """
    acceleration, rotation = np.asarray(acceleration, float), np.asarray(rotation, float)
    if acceleration.shape != rotation.shape or acceleration.ndim != 2 or acceleration.shape[1] != 3:
        raise ValueError(f"acceleration {acceleration.shape} and rotation {rotation.shape} must both be (samples, 3)")
    strengths = np.linalg.norm(acceleration, axis=1)
    quaternions = np.empty((len(acceleration), 4))
    q = _level(acceleration[0]) if len(acceleration) else np.empty(4)
    for moment, (p, r, s) in enumerate(rotation):
        w, x, y, z = q
        change = 0.5 * np.array(
            [-x * p - y * r - z * s, w * p + y * s - z * r, w * r - x * s + z * p, w * s + x * r - y * p]
        )
        if strengths[moment] > 0:
            change -= beta * _gradient(q, acceleration[moment] / strengths[moment])
        q = q + change / rate
        q = q / np.linalg.norm(q)
        quaternions[moment] = q
    return quaternions
