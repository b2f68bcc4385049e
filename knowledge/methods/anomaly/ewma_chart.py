"""EWMA control chart."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter


def ewma_chart(
    signal: np.ndarray, reference: int = 100, smoothing: float = 0.2, width: float = 3.0
) -> tuple[np.ndarray, np.ndarray]:
    """Watch a process for small lasting shifts: an exponentially weighted mean is held against limits that widen exactly as
    its own variance does from the start (EWMA control chart).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values; the first ones are taken as normal
    reference : int
        samples at the start from which the normal mean and spread are taken
    smoothing : float
        weight of the newest value, above 0 to 1; smaller finds smaller shifts
    width : float
        of the limits in standard deviations of the weighted mean

    Returns
    -------
    averages : numpy.ndarray, shape (samples,)
        exponentially weighted mean
    anomalies : numpy.ndarray, shape (samples,)
        true where it is outside its limits

    Raises
    ------
    ValueError
        where the signal is not longer than the reference, the reference does not vary or the weight is not above 0 to 1

    Notes
    -----
    Time: O(samples). Memory: O(samples). NaN counts as the normal mean.
    Keywords: statistical process control, exponentially weighted moving average, drift monitoring.

    References
    ----------
    S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages", Technometrics 1(3), 1959.

    Examples
    --------
    >>> signal = np.tile([1.0, -1.0], 100)
    >>> signal[150:] += 2.0
    >>> averages, anomalies = ewma_chart(signal)
    >>> int(np.flatnonzero(anomalies)[0])
    152
    """
    signal = np.asarray(signal, float)
    if not 0 < smoothing <= 1:
        raise ValueError(f"the weight {smoothing} is not above 0 and at most 1")
    if len(signal) <= reference or reference < 2:
        raise ValueError(f"the signal must be longer than its reference of {reference} samples")
    mean, spread = np.nanmean(signal[:reference]), np.nanstd(signal[:reference], ddof=1)
    if not spread > 0:
        raise ValueError("the reference part of the signal does not vary")
    deviations = lfilter([smoothing], [1, smoothing - 1], np.nan_to_num(signal - mean))
    age = np.arange(1, len(signal) + 1)
    limits = width * spread * np.sqrt(smoothing / (2 - smoothing) * (1 - (1 - smoothing) ** (2 * age)))
    return mean + deviations, np.abs(deviations) > limits
