"""Stretches of walking by the regularity of the acceleration."""

from __future__ import annotations

import numpy as np


def _regularity(window: np.ndarray, lags: range) -> float:
    best = 0.0
    for lag in lags:
        first, second = window[:-lag] - window[:-lag].mean(), window[lag:] - window[lag:].mean()
        scale = np.sqrt((first @ first) * (second @ second))
        best = max(best, float(first @ second / scale) if scale > 0 else 0.0)
    return best


def walking_bouts(
    acceleration: np.ndarray, rate: float, least: float = 0.7, motion: float = 0.5, seconds: float = 3.0
) -> np.ndarray:
    """Find the stretches in which a person walks: the magnitude of the acceleration repeats itself after one step or
    one stride (normalised autocorrelation), and there is motion at all.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        of a phone or wearable, worn in any way
    rate : float, in Hz
        its sampling rate
    least : float
        lowest normalised autocorrelation of walking
    motion : float, in m/s²
        lowest standard deviation of the magnitude while walking
    seconds : float, in s
        length of the windows that are judged

    Returns
    -------
    bouts : numpy.ndarray, shape (bouts, 2), in samples
        first sample and the one after the last of each stretch

    Raises
    ------
    ValueError
        where the rate is below 10 Hz or the shape is not (samples, 3)

    Notes
    -----
    Time: O(samples times lags). Memory: O(samples).
    Keywords: walk detection, pedometer, gait bout, activity.
    Plain NumPy.

    References
    ----------
    A. Rai, K. K. Chintalapudi, V. N. Padmanabhan and R. Sen, "Zee: Zero-Effort Crowdsourcing for Indoor
    Localization", MobiCom, 2012. doi:10.1145/2348543.2348580. A. Brajdic and R. Harle, "Walk Detection and Step
    Counting on Unconstrained Smartphones", UbiComp, 2013. doi:10.1145/2493432.2493449

    Examples
    --------
    >>> walk = 9.81 + 3 * np.sin(2 * np.pi * 1.8 * np.arange(1000) / 50.0) * (np.arange(1000) >= 500)
    >>> bouts = walking_bouts(np.column_stack([walk, 0 * walk, 0 * walk]), 50.0)
    >>> len(bouts), bool(abs(bouts[0, 0] - 500) < 80), int(bouts[0, 1])
    (1, True, 1000)
    """
    acceleration = np.asarray(acceleration, float)
    if rate < 10 or acceleration.ndim != 2 or acceleration.shape[1] != 3:
        raise ValueError(f"walking needs (samples, 3) at 10 Hz or more, not {acceleration.shape} at {rate} Hz")
    magnitude = np.linalg.norm(acceleration, axis=1)
    smooth = np.convolve(magnitude, np.full(max(round(0.1 * rate), 1), 1 / max(round(0.1 * rate), 1)), mode="same")
    length, hop = round(seconds * rate), max(round(0.5 * rate), 1)
    walking = np.zeros(len(magnitude) + 2, dtype=int)
    for start in range(0, max(len(magnitude) - length, 0) + 1, hop):
        stop = start + length if start + length + hop <= len(magnitude) else len(magnitude)
        window = smooth[start:stop]
        if (
            window.std() >= motion
            and _regularity(window, range(round(0.4 * rate), min(round(1.4 * rate), len(window) - 1))) >= least
        ):
            walking[start + 1 : stop + 1] = 1
    return np.flatnonzero(np.diff(walking)).reshape(-1, 2)
