"""Oxygen saturation from red and infrared photoplethysmograms."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def _pulsation(signal: np.ndarray, rate: float) -> np.ndarray:
    steady = sosfiltfilt(butter(2, 0.3, fs=rate, output="sos"), signal)
    return np.asarray(sosfiltfilt(butter(2, (0.5, 5.0), "bandpass", fs=rate, output="sos"), signal) / steady)


def spo2_ratio_of_ratios(
    red: np.ndarray, infrared: np.ndarray, rate: float, seconds: float = 8.0, offset: float = 110.0, slope: float = 25.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate the oxygen saturation of the blood by the ratio of ratios: the pulsation of red light over that of
    infrared, each divided by its steady part, with both pulsations compared over whole windows instead of at single
    peaks.

    Parameters
    ----------
    red : numpy.ndarray, shape (samples,)
        light of about 660 nm through or from the tissue, with its steady part
    infrared : numpy.ndarray, shape (samples,)
        light of about 940 nm at the same instants
    rate : float, in Hz
        sampling rate of both
    seconds : float, in s
        length of a window
    offset : float, in %
        saturation at a ratio of zero; from the sensor's calibration
    slope : float, in %
        fall of the saturation by a ratio of one; from the sensor's calibration

    Returns
    -------
    spo2 : numpy.ndarray, shape (windows,), in %
        saturation of each window, at most 100; NaN where the two pulsations do not follow each other (motion)
    ratio : numpy.ndarray, shape (windows,)
        the ratio of ratios
    times : numpy.ndarray, shape (windows,), in s
        middle of each window

    Raises
    ------
    ValueError
        where the channels differ in length, are shorter than a window, or hold values that are not positive

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: pulse oximeter, oximetry, blood oxygen, MAX30102, hypoxia, desaturation.

    References
    ----------
    J. G. Webster (ed.), "Design of Pulse Oximeters", Taylor and Francis, 1997: ratio of ratios and its empirical
    calibration.

    Examples
    --------
    >>> pulse = np.sin(2 * np.pi * 1.2 * np.arange(1600) / 50.0)
    >>> spo2, ratio, _ = spo2_ratio_of_ratios(1000 + 5 * pulse, 2000 + 20 * pulse, 50.0)
    >>> float(np.median(ratio).round(2)), float(np.median(spo2).round(1))
    (0.5, 97.5)
    """
    length = round(seconds * rate)
    if len(red) != len(infrared) or len(red) < length:
        raise ValueError(f"red and infrared need the same length, {seconds} s or more")
    if not (np.all(np.asarray(red) > 0) and np.all(np.asarray(infrared) > 0)):
        raise ValueError("red and infrared must hold positive intensities, with their steady part")
    count = len(red) // length
    first, second = (_pulsation(channel, rate)[: count * length].reshape(count, length) for channel in (red, infrared))
    first, second = (pulsation - pulsation.mean(axis=1, keepdims=True) for pulsation in (first, second))
    powers = (first**2).sum(axis=1), (second**2).sum(axis=1)
    alike = (first * second).sum(axis=1) / np.sqrt(powers[0] * powers[1] + 1e-300)
    ratio = np.sqrt(powers[0] / (powers[1] + 1e-300))
    spo2 = np.where(alike >= 0.9, np.minimum(offset - slope * ratio, 100.0), np.nan)
    return spo2, ratio, (np.arange(count) + 0.5) * length / rate
