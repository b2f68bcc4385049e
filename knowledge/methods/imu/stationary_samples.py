"""Instants of rest by a likelihood ratio of accelerometer and gyroscope."""

from __future__ import annotations

import numpy as np


def stationary_samples(
    acceleration: np.ndarray,
    rotation: np.ndarray,
    rate: float,
    seconds: float = 0.1,
    acceleration_noise: float = 0.1,
    rotation_noise: float = 0.03,
    threshold: float = 10.0,
) -> np.ndarray:
    """Tell when a sensor rests (a foot on the ground, a tool laid down): within a short window the acceleration is
    gravity alone and nothing turns, judged by a generalised likelihood ratio (stance hypothesis optimal detector).

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer
    rotation : numpy.ndarray, shape (samples, 3), in rad/s
        gyroscope at the same instants
    rate : float, in Hz
        sampling rate of both
    seconds : float, in s
        length of the window around each sample
    acceleration_noise : float, in m/s²
        noise of the accelerometer at rest
    rotation_noise : float, in rad/s
        noise of the gyroscope at rest
    threshold : float
        highest mean of squared deviations, in units of the noise, at rest

    Returns
    -------
    stationary : numpy.ndarray, shape (samples,)
        True where the sensor rests

    Raises
    ------
    ValueError
        where the shapes are not the same (samples, 3) or there are fewer samples than a window

    Notes
    -----
    Time: O(samples). Memory: O(samples times window).
    Keywords: zero velocity update, ZUPT, SHOE, stance detection, still, motion detection.
    Plain NumPy.

    References
    ----------
    I. Skog, P. Händel, J.-O. Nilsson and J. Rantakokko, "Zero-Velocity Detection: An Algorithm Evaluation", IEEE
    Trans. Biomed. Eng. 57(11), 2010. doi:10.1109/TBME.2010.2060723

    Examples
    --------
    >>> turning = np.zeros((300, 3))
    >>> turning[100:200, 1] = 2.0
    >>> stationary = stationary_samples(np.tile([0.0, 0.0, 9.81], (300, 1)), turning, 100.0)
    >>> bool(stationary[:90].all()), bool(stationary[110:190].any())
    (True, False)
    """
    acceleration, rotation = np.asarray(acceleration, float), np.asarray(rotation, float)
    width = 2 * round(seconds * rate / 2) + 1
    if acceleration.shape != rotation.shape or acceleration.shape[1:] != (3,) or len(acceleration) < width:
        raise ValueError(
            f"acceleration {acceleration.shape} and rotation {rotation.shape} must be (samples, 3), {width} samples or more"
        )
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(acceleration, ((width // 2,) * 2, (0, 0)), mode="edge"), width, axis=0
    )
    means = windows.mean(axis=2)
    gravity = 9.81 * means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    shaking = ((windows - gravity[:, :, None]) ** 2).sum(axis=1).mean(axis=1) / acceleration_noise**2
    squares = np.pad((rotation**2).sum(axis=1), width // 2, mode="edge")
    turning = np.convolve(squares, np.full(width, 1 / width), mode="valid") / rotation_noise**2
    return np.asarray(shaking + turning < threshold)
