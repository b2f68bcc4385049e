"""The breathing wave from an accelerometer on the chest."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def respiration_from_acceleration(acceleration: np.ndarray, rate: float, high: float = 0.7) -> np.ndarray:
    """Get the breathing wave from an accelerometer on the chest or belly: breathing tilts the sensor, so follow the
    direction of gravity and take the axis about which it turns most.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        acceleration of a person at rest
    rate : float, in Hz
        its sampling rate
    high : float, in Hz
        fastest breathing that is kept

    Returns
    -------
    signal : numpy.ndarray, shape (samples,), in rad
        tilt of the sensor by breathing; its sign is arbitrary, and changes of position are limited

    Raises
    ------
    ValueError
        where the shape is not (samples, 3), it is shorter than 20 s, or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: breathing, respiration, chest-worn, tilt, inclination, sleep.

    References
    ----------
    A. Bates, M. J. Ling, J. Mann and D. K. Arvind, "Respiratory Rate and Flow Waveform Estimation from Tri-axial
    Accelerometer Data", International Conference on Body Sensor Networks, 2010. doi:10.1109/BSN.2010.50

    Examples
    --------
    >>> tilt = 0.02 * np.sin(2 * np.pi * 0.25 * np.arange(1500) / 25.0)
    >>> wave = respiration_from_acceleration(9.81 * np.column_stack([np.sin(tilt), 0 * tilt, np.cos(tilt)]), 25.0)
    >>> bool(abs(np.corrcoef(wave, tilt)[0, 1]) > 0.99)
    True
    """
    acceleration = np.asarray(acceleration, float)
    if acceleration.ndim != 2 or acceleration.shape[1] != 3 or len(acceleration) < 20 * rate:
        raise ValueError("acceleration needs shape (samples, 3) and 20 s or more")
    if not np.all(np.isfinite(acceleration)):
        raise ValueError("acceleration holds values that are not finite")
    slow = sosfiltfilt(butter(2, high, fs=rate, output="sos"), acceleration, axis=0)
    directions = slow / np.maximum(np.linalg.norm(slow, axis=1, keepdims=True), 1e-12)
    swings = sosfiltfilt(butter(2, (0.08, high), "bandpass", fs=rate, output="sos"), directions, axis=0)
    # A change of position swings further than any breath; unlimited it would choose the axis.
    sizes = np.linalg.norm(swings, axis=1, keepdims=True)
    limited = swings * np.minimum(1.0, 3 * np.median(sizes) / np.maximum(sizes, 1e-12))
    _, axes = np.linalg.eigh(limited.T @ limited)
    return np.asarray(limited @ axes[:, -1])
