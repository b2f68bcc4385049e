"""Touches of a capacitive button with a tracked baseline."""

from __future__ import annotations

import numpy as np


def touch_states(
    signal: np.ndarray,
    rate: float,
    press: float = 6.0,
    release: float = 3.5,
    drift_time: float = 4.0,
    hold: float = 0.03,
) -> np.ndarray:
    """Tell when a capacitive button is touched though its count drifts with temperature and damp: a baseline follows slow
    change and stands still during a touch, press and release have thresholds apart (hysteresis, in multiples of the noise)
    and a change counts only once it has lasted (debounce).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in counts
        raw counts that rise when touched
    rate : float, in Hz
        sampling rate
    press : float
        rise over the baseline at which a touch begins, in standard deviations of the noise
    release : float
        rise at which it ends, lower than ``press``
    drift_time : float, in s
        time constant of the baseline
    hold : float, in s
        how long a change must last, two samples at least

    Returns
    -------
    touched : numpy.ndarray, shape (samples,)
        true while the button is touched

    Raises
    ------
    ValueError
        where the signal is shorter than 20 samples, holds NaN, or the release threshold is not below the press threshold

    Notes
    -----
    Time: O(samples). Memory: O(samples). Noise is taken from the median of the steps between samples.
    Keywords: capacitive sensing, proximity, button, drift compensation.
    Plain NumPy.

    References
    ----------
    Microchip, Application Note AN1334, "Techniques for Robust Touch Sensing Design", 2010, sections on baseline and
    debounce.

    Examples
    --------
    >>> signal = 500.0 + np.tile([0.0, 1.0, -1.0, 0.5], 100)
    >>> signal[200:300] += 60
    >>> touched = touch_states(signal, 100.0)
    >>> int(touched.sum()), bool(touched[250]), bool(touched[350])
    (100, True, False)
    """
    signal = np.asarray(signal, float)
    if len(signal) < 20 or not np.isfinite(signal).all():
        raise ValueError("the signal needs 20 samples or more without NaN")
    if release >= press:
        raise ValueError(f"the release threshold {release} is not below the press threshold {press}")
    noise = max(float(np.median(np.abs(np.diff(signal)))) / 0.6745 / np.sqrt(2), 1e-9)
    pace, needed = min(1.0 / (drift_time * rate), 1.0), max(round(hold * rate), 2)
    touched, state, lasted, baseline = np.zeros(len(signal), bool), False, 0, float(np.median(signal[:20]))
    for number, value in enumerate(signal):
        rise = (value - baseline) / noise
        lasted = lasted + 1 if (rise < release if state else rise > press) else 0
        if lasted >= needed:
            state, lasted = not state, 0
            touched[number - needed + 1 : number] = state
        touched[number] = state
        if not state and rise <= press:
            # A count far below the baseline is no touch: the baseline was taken under a finger and must come down fast.
            baseline += (10 if rise < -press else 1) * pace * (value - baseline)
    return touched
