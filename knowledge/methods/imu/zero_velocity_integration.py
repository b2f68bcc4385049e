"""Position by double integration that restarts at every rest."""

from __future__ import annotations

import numpy as np


def zero_velocity_integration(linear: np.ndarray, stationary: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Integrate acceleration twice without running away: the velocity is set to zero at every rest and what had
    drifted in between is taken off linearly (zero velocity update).

    Parameters
    ----------
    linear : numpy.ndarray, shape (samples, 3), in m/s²
        acceleration without gravity in axes fixed to the earth
    stationary : numpy.ndarray, shape (samples,)
        True where the sensor rests
    rate : float, in Hz
        sampling rate

    Returns
    -------
    velocity : numpy.ndarray, shape (samples, 3), in m/s
        velocity, zero at rest
    positions : numpy.ndarray, shape (samples, 3), in m
        path from (0, 0, 0)

    Raises
    ------
    ValueError
        where the lengths differ or there is no sample at rest

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: ZUPT, pedestrian dead reckoning, foot-mounted IMU, stride length, drift.
    Plain NumPy.

    References
    ----------
    E. Foxlin, "Pedestrian Tracking with Shoe-Mounted Inertial Sensors", IEEE Computer Graphics and Applications
    25(6), 2005. doi:10.1109/MCG.2005.140

    Examples
    --------
    >>> push = np.zeros((300, 3))
    >>> push[100:200, 0] = np.sin(2 * np.pi * np.arange(100) / 100.0)
    >>> rest = np.ones(300, bool)
    >>> rest[100:200] = False
    >>> bias = np.array([0.1, 0.0, 0.0])
    >>> round(float(zero_velocity_integration(push + bias, rest, 100.0)[1][-1, 0]), 2)
    0.16
    """
    linear, stationary = np.asarray(linear, float), np.asarray(stationary, bool)
    if len(linear) != len(stationary) or not stationary.any():
        raise ValueError("stationary needs one value a sample, True for at least one")
    velocity = np.cumsum(linear, axis=0) / rate
    anchors = np.flatnonzero(stationary)
    moments = np.arange(len(linear))
    drift = np.column_stack([np.interp(moments, anchors, axis[anchors]) for axis in velocity.T])
    velocity = np.where(stationary[:, None], 0.0, velocity - drift)
    return velocity, np.cumsum(velocity, axis=0) / rate
