"""Motion windows as if the sensor were worn at another angle."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation


def rotation(windows: np.ndarray, largest: float = 180.0, seed: int = 0) -> np.ndarray:
    """Turn all three-axis vectors of each window by one random rotation, as if the sensor had been put on at another
    angle; accelerometer and gyroscope of one window turn together.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        channels in triples of x, y, z of one rigid sensor
    largest : float, in degrees
        largest angle of the rotations; 180 is any orientation at all, 15 a strap put on carelessly
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows, every one turned as a whole

    Raises
    ------
    ValueError
        where the channels are no triples or the angle is not in 0 to 180

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: orientation invariance, sensor placement, upside down, 3-axis accelerometer, IMU, data augmentation, few
    training data.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> changed = rotation(np.tile([0.0, 3.0, 4.0], (2, 10, 1)))
    >>> np.linalg.norm(changed, axis=2).round(6).min(), bool(np.allclose(changed[0], changed[1]))
    (np.float64(5.0), False)
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or windows.shape[2] % 3 or not 0 <= largest <= 180:
        raise ValueError(f"windows {windows.shape} need channels in triples and largest {largest} in 0 to 180")
    generator = np.random.default_rng(seed)
    turns = Rotation.random(len(windows), random_state=generator).as_rotvec()
    angles = np.linalg.norm(turns, axis=1, keepdims=True)
    matrices = Rotation.from_rotvec(turns * (largest / 180)).as_matrix() if len(angles) else np.empty((0, 3, 3))
    triples = windows.reshape(*windows.shape[:2], -1, 3)
    return np.einsum("wij,wltj->wlti", matrices, triples).reshape(windows.shape)
