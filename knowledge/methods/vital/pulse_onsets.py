"""Feet of pressure or volume pulses by intersecting tangents."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def _foot(smooth: np.ndarray, slope: np.ndarray, start: int, peak: int) -> int:
    valley = start + int(np.argmin(smooth[start:peak]))
    steepest = valley + int(np.argmax(slope[valley:peak]))
    if slope[steepest] <= 0:
        return valley
    crossing = steepest - (smooth[steepest] - smooth[valley]) / slope[steepest]
    return int(np.clip(round(crossing), valley, steepest))


def pulse_onsets(signal: np.ndarray, rate: float, peaks: np.ndarray) -> np.ndarray:
    """Find the foot of every pulse wave: where the tangent at the steepest upstroke meets the level of the valley
    before it (intersecting tangents).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        photoplethysmogram or arterial pressure, systole upwards
    rate : float, in Hz
        its sampling rate
    peaks : numpy.ndarray, shape (peaks,), in samples
        systolic peaks of the signal

    Returns
    -------
    onsets : numpy.ndarray, shape (onsets,), in samples
        increasing sample numbers, one before every peak; a first peak without a valley before it has none

    Raises
    ------
    ValueError
        where a peak lies outside of the signal or the rate is below 40 Hz

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: pulse arrival, foot of the wave, diastolic minimum, PPG, blood pressure wave.

    References
    ----------
    Y. C. Chiu, P. W. Arand, S. G. Shroff, T. Feldman and J. D. Carroll, "Determination of pulse wave velocities with
    computerized algorithms", American Heart Journal 121(5), 1991: the method of intersecting tangents.

    Examples
    --------
    >>> wave = -np.cos(2 * np.pi * np.arange(1000) / 100.0)
    >>> pulse_onsets(wave, 100.0, np.array([50, 150, 250, 350]))[1:].tolist()
    [109, 209, 309]
    """
    if rate < 40:
        raise ValueError(f"rate is {rate} Hz; the foot of a pulse needs 40 Hz or more")
    if len(peaks) and (min(peaks) < 0 or max(peaks) >= len(signal)):
        raise ValueError("peaks must be sample numbers of the signal")
    smooth = sosfiltfilt(butter(2, 15.0, fs=rate, output="sos"), signal)
    slope = np.gradient(smooth)
    starts = np.maximum(np.concatenate([[0], peaks[:-1]]), np.asarray(peaks) - round(0.6 * rate)).astype(int)
    found = [_foot(smooth, slope, start, int(peak)) for start, peak in zip(starts, peaks, strict=True) if peak > start]
    return np.array(found, dtype=int)
