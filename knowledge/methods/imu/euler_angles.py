"""Roll, pitch and yaw of unit quaternions."""

from __future__ import annotations

import numpy as np


def euler_angles(quaternions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give roll, pitch and yaw (aerospace order z, y, x) of orientations as unit quaternions.

    Parameters
    ----------
    quaternions : numpy.ndarray, shape (samples, 4)
        (w, x, y, z), sensor to earth; brought to unit length

    Returns
    -------
    roll : numpy.ndarray, shape (samples,), in rad
        about the sensor's x axis, -pi to pi
    pitch : numpy.ndarray, shape (samples,), in rad
        about its y axis, -pi/2 to pi/2
    yaw : numpy.ndarray, shape (samples,), in rad
        about its z axis, -pi to pi

    Raises
    ------
    ValueError
        where the shape is not (samples, 4) or a quaternion is zero

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: attitude, heading, Tait-Bryan angles, orientation.
    Plain NumPy.

    References
    ----------
    J. Diebel, "Representing Attitude: Euler Angles, Unit Quaternions, and Rotation Vectors", Stanford University,
    2006, section 8.

    Examples
    --------
    >>> [round(float(angle[0]), 3) for angle in euler_angles(np.array([[np.cos(0.2), np.sin(0.2), 0.0, 0.0]]))]
    [0.4, 0.0, 0.0]
    """
    quaternions = np.asarray(quaternions, float)
    if quaternions.ndim != 2 or quaternions.shape[1] != 4:
        raise ValueError(f"quaternions have shape {quaternions.shape}; (samples, 4) is needed")
    lengths = np.linalg.norm(quaternions, axis=1, keepdims=True)
    if np.any(lengths == 0):
        raise ValueError("quaternions must not be zero")
    w, x, y, z = (quaternions / lengths).T
    roll = np.arctan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))
    pitch = np.arcsin(np.clip(2 * (w * y - z * x), -1.0, 1.0))
    return roll, pitch, np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
