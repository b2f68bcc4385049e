"""The channels of a six-axis motion sensor in SI units."""

from __future__ import annotations

import numpy as np

TO_ACCELERATION = {"m/s2": 1.0, "g": 9.80665, "mg": 0.00980665}
TO_ROTATION = {"rad/s": 1.0, "deg/s": np.pi / 180, "mdeg/s": np.pi / 180_000}


def inertial_channels(
    recording: np.ndarray,
    acceleration_unit: str = "g",
    rotation_unit: str = "deg/s",
    still: float = 1.0,
    rate: float = 100.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Part the recording of a six-axis motion sensor into acceleration and rotation in SI units, and take the
    gyroscope's offset off where the sensor begins at rest.

    Parameters
    ----------
    recording : numpy.ndarray, shape (samples, 6)
        accelerometer x, y, z and gyroscope x, y, z
    acceleration_unit : str
        ``m/s2``, ``g`` or ``mg``
    rotation_unit : str
        ``rad/s``, ``deg/s`` or ``mdeg/s``
    still : float, in s
        how long the sensor rests at the beginning; 0 where it does not
    rate : float, in Hz
        sampling rate

    Returns
    -------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope without its offset

    Raises
    ------
    ValueError
        where the shape is not (samples, 6) or a unit is unknown

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: unit conversion, calibration, gyro offset, MPU6050, LSM6DS, IMU.
    Plain NumPy.

    References
    ----------
    IEEE Std 1293, "Standard Specification Format Guide and Test Procedure for Linear, Single-Axis, Nongyroscopic
    Accelerometers": units of g.

    Examples
    --------
    >>> acceleration, rotation = inertial_channels(np.tile([0.0, 0.0, 1.0, 0.0, 0.0, 90.0], (200, 1)), still=0.0)
    >>> acceleration[0].round(2).tolist(), rotation[0].round(2).tolist()
    ([0.0, 0.0, 9.81], [0.0, 0.0, 1.57])
    """
    recording = np.asarray(recording, float)
    if recording.ndim != 2 or recording.shape[1] != 6:
        raise ValueError(f"recording has shape {recording.shape}; (samples, 6) is needed")
    if acceleration_unit not in TO_ACCELERATION or rotation_unit not in TO_ROTATION:
        raise ValueError(f"units must be of {', '.join(TO_ACCELERATION)} and of {', '.join(TO_ROTATION)}")
    rotation = recording[:, 3:] * TO_ROTATION[rotation_unit]
    resting = rotation[: round(still * rate)]
    offset = np.median(resting, axis=0) if len(resting) else np.zeros(3)
    return recording[:, :3] * TO_ACCELERATION[acceleration_unit], rotation - offset
