"""Signal strengths without flicker, by a Kalman filter that distrusts outliers."""

from __future__ import annotations

import numpy as np


def smooth_rssi(
    rssi: np.ndarray, rate: float = 1.0, drift: float = 1.5, noise: float = 4.0, gate: float = 2.5
) -> np.ndarray:
    """Follow slow changes of signal strength below fading: a Kalman filter with a random walk for each beacon, which goes on
    through gaps and gives little weight to readings far from what it expects.

    Parameters
    ----------
    rssi : numpy.ndarray, shape (samples, anchors), in dBm
        readings at even times; NaN where a beacon was not heard
    rate : float, in Hz
        readings a second
    drift : float, in dB
        standard deviation of the true strength's change in one second
    noise : float, in dB
        standard deviation of a reading
    gate : float
        standard deviations beyond which a reading loses weight

    Returns
    -------
    smoothed : numpy.ndarray, shape (samples, anchors), in dBm
        filtered strengths, causal; NaN before a beacon was first heard

    Raises
    ------
    ValueError
        where rssi is not two-dimensional or rate, drift or noise are not above zero

    Notes
    -----
    Time: O(samples x anchors). Memory: O(samples x anchors).
    Keywords: RSSI filtering, Bluetooth, random walk, multipath fading, innovation.
    Plain NumPy.

    References
    ----------
    G. Welch and G. Bishop, "An Introduction to the Kalman Filter", University of North Carolina, TR 95-041.

    Examples
    --------
    >>> readings = -60 + 4 * np.random.default_rng(0).standard_normal((200, 1))
    >>> bool(np.abs(smooth_rssi(readings, drift=0.3)[50:] + 60).max() < 3)
    True
    """
    if rssi.ndim != 2 or min(rate, drift, noise) <= 0:
        raise ValueError("rssi must have the shape (samples, anchors); rate, drift and noise must be above zero")
    smoothed = np.full(rssi.shape, np.nan)
    level, variance = np.full(rssi.shape[1], np.nan), np.full(rssi.shape[1], noise**2)
    for number, reading in enumerate(np.asarray(rssi, float)):
        heard = np.isfinite(reading)
        level = np.where(np.isnan(level), reading, level)
        variance = variance + drift**2 / rate
        surprise = np.where(heard, reading - level, 0.0)
        spread = np.sqrt(variance + noise**2)
        trust = np.minimum(1.0, gate * spread / np.maximum(np.abs(surprise), 1e-9))
        gain = np.where(heard, variance / (variance + noise**2), 0.0)
        level = level + gain * trust * surprise
        variance = (1 - gain) * variance
        smoothed[number] = level
    return smoothed
