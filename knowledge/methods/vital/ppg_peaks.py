"""Systolic peaks of a photoplethysmogram by two moving averages."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def _moving_average(values: np.ndarray, seconds: float, rate: float) -> np.ndarray:
    length = 2 * round(seconds * rate / 2) + 1
    padded = np.pad(values, length // 2, mode="edge")
    return np.convolve(padded, np.full(length, 1.0 / length), mode="valid")


def _blocks(mask: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def ppg_peaks(signal: np.ndarray, rate: float, offset: float = 0.02) -> np.ndarray:
    """Find the systolic peaks of a photoplethysmogram: square the band-passed positive signal and look where its
    average over a peak's width exceeds its average over a beat's width (Elgendi).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        photoplethysmogram, systole upwards, any unit
    rate : float, in Hz
        its sampling rate
    offset : float
        share of the mean squared signal that the threshold is raised by

    Returns
    -------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the systolic peaks

    Raises
    ------
    ValueError
        where the rate is below 20 Hz, the signal is shorter than 2 s or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: pulse, heart rate, heartbeat, PPG, photoplethysmography, wrist, finger, wearable.

    References
    ----------
    M. Elgendi, I. Norton, M. Brearley, D. Abbott and D. Schuurmans, "Systolic Peak Detection in Acceleration
    Photoplethysmograms Measured from Emergency Responders in Tropical Conditions", PLoS ONE 8(10), 2013.
    doi:10.1371/journal.pone.0076585

    Examples
    --------
    >>> seconds = np.arange(1000) / 100.0
    >>> ppg_peaks(np.exp(6.0 * np.cos(2 * np.pi * (seconds - 0.5))), 100.0)[:3].tolist()
    [50, 150, 250]
    """
    if rate < 20:
        raise ValueError(f"rate is {rate} Hz; pulses need 20 Hz or more")
    if len(signal) < 2 * rate or not np.all(np.isfinite(signal)):
        raise ValueError("signal needs 2 s or more of finite samples")
    if np.ptp(signal) == 0:
        return np.array([], dtype=int)
    filtered = sosfiltfilt(butter(2, (0.5, 8.0), "bandpass", fs=rate, output="sos"), signal)
    squared = np.clip(filtered, 0, None) ** 2
    threshold = _moving_average(squared, 0.667, rate) + offset * squared.mean()
    raised = _moving_average(squared, 0.111, rate) > threshold
    blocks = [block for block in _blocks(raised) if block[1] - block[0] >= 0.111 * rate]
    return np.array([start + np.argmax(filtered[start:stop]) for start, stop in blocks], dtype=int)
