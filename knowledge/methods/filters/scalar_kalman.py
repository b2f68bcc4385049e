"""Kalman filter of one slowly changing value."""

from __future__ import annotations

import numpy as np


def _noise_variances(signal: np.ndarray) -> tuple[float, float]:
    """Process and measurement variance of a random walk seen in noise, from the autocovariance of its steps: the lag-one
    covariance is minus the measurement variance.
    """
    known = signal[~np.isnan(signal)]
    steps = np.diff(known) if known.size > 2 else np.zeros(2)
    variance, covariance = float(np.mean(steps**2)), float(np.mean(steps[1:] * steps[:-1]))
    measurement = min(max(-covariance, 0.01 * variance), 0.499 * variance)
    return max(variance - 2.0 * measurement, 1e-12), max(measurement, 1e-12)


def scalar_kalman(
    signal: np.ndarray,
    process_variance: float = 0.0,
    measurement_variance: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate a slowly changing value (temperature, level, weight) and how sure that is, through noise and lost readings: a
    Kalman filter of the local level model. Variances of 0 are estimated from the data.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings, NaN where one is missing
    process_variance : float
        how much the value itself changes from sample to sample, squared
    measurement_variance : float
        noise of a reading, squared

    Returns
    -------
    estimates : numpy.ndarray, shape (samples,)
        value after each reading; NaN before the first
    variances : numpy.ndarray, shape (samples,)
        of each estimate; it grows where readings are missing

    Raises
    ------
    ValueError
        where the signal is not one channel with at least one reading, or a variance is negative

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: state estimation, local level, smoothing, missing data, sensor noise.
    Plain NumPy.

    References
    ----------
    J. Durbin and S. J. Koopman, "Time Series Analysis by State Space Methods", 2nd ed., Oxford University Press, 2012, chapter 2.

    Examples
    --------
    >>> estimates, variances = scalar_kalman(np.array([1.0, np.nan, 1.0]), 1.0, 1.0)
    >>> variances.tolist()
    [1.0, 2.0, 0.75]
    """
    if signal.ndim != 1 or np.isnan(signal).all() or process_variance < 0 or measurement_variance < 0:
        raise ValueError("signal must be one channel with readings and the variances not negative")
    guessed = _noise_variances(signal)
    process, noise = process_variance or guessed[0], measurement_variance or guessed[1]
    estimates, variances = np.full(signal.size, np.nan), np.full(signal.size, np.nan)
    level, variance = np.nan, np.nan
    for index, value in enumerate(signal.tolist()):
        variance += process
        if np.isnan(level):
            level, variance = value, noise
        elif not np.isnan(value):
            gain = variance / (variance + noise)
            level, variance = level + gain * (value - level), (1.0 - gain) * variance
        estimates[index], variances[index] = level, variance
    variances[np.isnan(estimates)] = np.nan
    return estimates, variances
