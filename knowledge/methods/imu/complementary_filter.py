"""Roll and pitch by a complementary filter."""

from __future__ import annotations

import numpy as np


def complementary_filter(
    acceleration: np.ndarray, rotation: np.ndarray, rate: float, tau: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Track roll and pitch of a sensor: trust the gyroscope for fast changes and the direction of gravity for slow
    ones (complementary filter).

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer; (0, 0, 9.81) when it lies flat
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope in the same axes
    rate : float, in Hz
        sampling rate of both
    tau : float, in s
        time after which gravity outweighs the gyroscope

    Returns
    -------
    roll : numpy.ndarray, shape (samples,), in rad
        angle about x
    pitch : numpy.ndarray, shape (samples,), in rad
        angle about y; within 80 degrees of level

    Raises
    ------
    ValueError
        where the shapes are not the same (samples, 3)

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: tilt, attitude, inclination, IMU, balance, drone.
    Plain NumPy.

    References
    ----------
    W. T. Higgins, "A Comparison of Complementary and Kalman Filtering", IEEE Transactions on Aerospace and Electronic
    Systems 11(3), 1975. doi:10.1109/TAES.1975.308081

    Examples
    --------
    >>> still = np.tile([0.0, 9.81 * np.sin(0.3), 9.81 * np.cos(0.3)], (100, 1))
    >>> complementary_filter(still, np.zeros((100, 3)), 50.0)[0][-1].round(2)
    np.float64(0.3)
    """
    acceleration, rotation = np.asarray(acceleration, float), np.asarray(rotation, float)
    if acceleration.shape != rotation.shape or acceleration.ndim != 2 or acceleration.shape[1] != 3:
        raise ValueError(f"acceleration {acceleration.shape} and rotation {rotation.shape} must both be (samples, 3)")
    x, y, z = acceleration.T
    tilts = np.column_stack([np.arctan2(y, z), np.arctan2(-x, np.hypot(y, z))])
    keep, angles = tau * rate / (1 + tau * rate), np.empty_like(tilts)
    roll, pitch = tilts[0] if len(tilts) else (0.0, 0.0)
    for moment, (p, q, r) in enumerate(rotation / rate):
        turn = q * np.sin(roll) + r * np.cos(roll)
        roll, pitch = roll + p + turn * np.tan(pitch), pitch + q * np.cos(roll) - r * np.sin(roll)
        gap = (tilts[moment, 0] - roll + np.pi) % (2 * np.pi) - np.pi
        roll, pitch = roll + (1 - keep) * gap, pitch + (1 - keep) * (tilts[moment, 1] - pitch)
        pitch = float(np.clip(pitch, -1.4, 1.4))
        angles[moment] = roll, pitch
    return (angles[:, 0] + np.pi) % (2 * np.pi) - np.pi, angles[:, 1]
