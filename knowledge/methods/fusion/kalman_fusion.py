"""One quantity followed by two sensors with a Kalman filter."""

from __future__ import annotations

import numpy as np


def kalman_fusion(
    first: np.ndarray,
    second: np.ndarray,
    rate: float,
    first_variance: float,
    second_variance: float,
    process: float = 0.1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Follow one quantity and its rate of change with two sensors of different noise (constant velocity Kalman
    filter, one update a sensor); a sensor that is missing at an instant (NaN) is passed over.

    Parameters
    ----------
    first : numpy.ndarray, shape (samples,)
        readings of one sensor
    second : numpy.ndarray, shape (samples,)
        readings of the other at the same instants
    rate : float, in Hz
        rate of the instants
    first_variance : float
        variance of the first sensor's noise
    second_variance : float
        variance of the second sensor's noise
    process : float
        spectral density of the acceleration that moves the quantity

    Returns
    -------
    estimates : numpy.ndarray, shape (samples,)
        the quantity
    slopes : numpy.ndarray, shape (samples,)
        its rate of change a second
    variances : numpy.ndarray, shape (samples,)
        variance of the estimates

    Raises
    ------
    ValueError
        where lengths differ, a variance is not positive or no sensor ever reads anything

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: sensor fusion, state estimation, tracking, redundant sensors, missing data.
    Plain NumPy.

    References
    ----------
    Y. Bar-Shalom, X. R. Li and T. Kirubarajan, "Estimation with Applications to Tracking and Navigation", Wiley,
    2001, chapters 5 and 6: the filter and the white noise acceleration model.

    Examples
    --------
    >>> estimates, slopes, _ = kalman_fusion(np.arange(100.0), np.full(100, np.nan), 10.0, 0.1, 1.0)
    >>> round(float(estimates[-1])), round(float(slopes[-1]))
    (99, 10)
    """
    readings = np.column_stack([np.asarray(first, float), np.asarray(second, float)])
    noise = (first_variance, second_variance)
    if min(noise) <= 0 or rate <= 0 or not np.isfinite(readings).any():
        raise ValueError("positive variances, a positive rate and at least one reading are needed")
    step = 1 / rate
    motion = np.array([[1, step], [0, 1]])
    disturbance = process * np.array([[step**3 / 3, step**2 / 2], [step**2 / 2, step]])
    state, covariance = (
        np.array([np.nanmean(readings[np.isfinite(readings).any(axis=1)][0]), 0.0]),
        np.diag([1e3, 1e3]) * max(noise),
    )
    estimates, variances = np.empty((len(readings), 2)), np.empty(len(readings))
    for moment, row in enumerate(readings):
        state, covariance = motion @ state, motion @ covariance @ motion.T + disturbance
        for reading, variance in zip(row, noise, strict=True):
            if np.isfinite(reading):
                gain = covariance[:, 0] / (covariance[0, 0] + variance)
                state = state + gain * (reading - state[0])
                covariance = covariance - np.outer(gain, covariance[0])
        estimates[moment], variances[moment] = state, covariance[0, 0]
    return estimates[:, 0], estimates[:, 1], variances
