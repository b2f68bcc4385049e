"""Orientation and gyroscope bias by Mahony's passive complementary filter."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation


def mahony(
    acceleration: np.ndarray, rotation: np.ndarray, rate: float, proportional: float = 1.0, integral: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Track orientation together with the gyroscope's bias: feed the cross product of measured and expected gravity
    back into the turning, on the group of rotations (Mahony's explicit complementary filter).

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer; (0, 0, 9.81) when it lies flat
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope in the same axes
    rate : float, in Hz
        sampling rate of both
    proportional : float, in 1/s
        gain of the correction of orientation
    integral : float, in 1/s²
        gain of the estimate of the bias

    Returns
    -------
    quaternions : numpy.ndarray, shape (samples, 4)
        unit quaternions (w, x, y, z) that turn the sensor's axes into the earth's, z upwards
    bias : numpy.ndarray, shape (samples, 3), in rad/s
        estimated bias of the gyroscope

    Raises
    ------
    ValueError
        where the shapes are not the same (samples, 3) or empty

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: AHRS, attitude, explicit complementary filter, gyro drift, IMU, drone.

    References
    ----------
    R. Mahony, T. Hamel and J.-M. Pflimlin, "Nonlinear Complementary Filters on the Special Orthogonal Group", IEEE
    Transactions on Automatic Control 53(5), 2008. doi:10.1109/TAC.2008.923738

    Examples
    --------
    >>> drifting = np.tile([0.05, 0.0, 0.0], (6000, 1))
    >>> quaternions, bias = mahony(np.tile([0.0, 0.0, 9.81], (6000, 1)), drifting, 100.0)
    >>> bias[-1].round(2).tolist(), (quaternions[-1].round(2) + 0.0).tolist()
    ([0.05, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    """
    acceleration, rotation = np.asarray(acceleration, float), np.asarray(rotation, float)
    if (
        acceleration.shape != rotation.shape
        or acceleration.ndim != 2
        or acceleration.shape[1] != 3
        or not len(rotation)
    ):
        raise ValueError(f"acceleration {acceleration.shape} and rotation {rotation.shape} must both be (samples, 3)")
    gravity = acceleration / np.maximum(np.linalg.norm(acceleration, axis=1, keepdims=True), 1e-12)
    x, y, z = gravity[0]
    attitude = Rotation.from_euler("ZYX", [0, np.arctan2(-x, np.hypot(y, z)), np.arctan2(y, z)]).as_matrix()
    drift, matrices, biases = np.zeros(3), np.empty((len(rotation), 3, 3)), np.empty_like(rotation)
    for moment, turning in enumerate(rotation):
        error = np.cross(gravity[moment], attitude[2])
        drift = drift - integral * error / rate
        turn = turning - drift + proportional * error
        attitude = attitude @ _rodrigues(turn / rate)
        matrices[moment], biases[moment] = attitude, drift
    return Rotation.from_matrix(matrices).as_quat(canonical=True)[:, [3, 0, 1, 2]], biases


def _rodrigues(turn: np.ndarray) -> np.ndarray:
    angle = float(np.linalg.norm(turn))
    x, y, z = turn
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    if angle < 1e-9:
        return np.asarray(np.eye(3) + skew)
    return np.asarray(np.eye(3) + np.sin(angle) / angle * skew + (1 - np.cos(angle)) / angle**2 * skew @ skew)
