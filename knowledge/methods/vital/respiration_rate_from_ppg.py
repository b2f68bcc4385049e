"""Respiration rate from the three modulations of a photoplethysmogram."""

from __future__ import annotations

import numpy as np


def _modulations(signal: np.ndarray, peaks: np.ndarray, onsets: np.ndarray) -> np.ndarray:
    before = np.searchsorted(onsets, peaks) - 1
    peaks, before = peaks[before >= 0], before[before >= 0]
    amplitudes = signal[peaks] - signal[onsets[before]]
    return np.array([peaks[1:], signal[peaks[1:]], amplitudes[1:], np.diff(peaks)], dtype=float)


def _strongest(values: np.ndarray, rate: float) -> float:
    tapered = (values - np.polyval(np.polyfit(np.arange(len(values)), values, 1), np.arange(len(values)))) * np.hanning(
        len(values)
    )
    frequencies = np.fft.rfftfreq(16 * len(values), 1 / rate)
    spectrum = np.abs(np.fft.rfft(tapered, 16 * len(values)))
    spectrum[(frequencies < 4 / 60) | (frequencies > 65 / 60)] = 0
    return 60 * float(frequencies[np.argmax(spectrum)])


def respiration_rate_from_ppg(
    signal: np.ndarray, rate: float, peaks: np.ndarray, onsets: np.ndarray, seconds: float = 32.0, spread: float = 4.0
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the respiration rate from a photoplethysmogram: breathing moves the pulses' level, amplitude and
    interval; take the strongest frequency of each and their mean where the three agree (smart fusion).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        photoplethysmogram, not high-passed above 0.05 Hz
    rate : float, in Hz
        its sampling rate
    peaks : numpy.ndarray, shape (peaks,), in samples
        systolic peaks
    onsets : numpy.ndarray, shape (onsets,), in samples
        feet of the pulses
    seconds : float, in s
        length of a window; windows overlap by half
    spread : float, in 1/min
        largest standard deviation of the three rates that is believed

    Returns
    -------
    breaths_per_minute : numpy.ndarray, shape (windows,), in 1/min
        respiration rate of each window; NaN where the three modulations disagree
    times : numpy.ndarray, shape (windows,), in s
        middle of each window

    Raises
    ------
    ValueError
        where the signal is shorter than a window or there are too few pulses

    Notes
    -----
    Time: O(samples + windows). Memory: O(samples).
    Keywords: breathing, respiratory rate, RIIV, RIAV, RIFV, smart fusion, pulse oximeter.
    Plain NumPy.

    References
    ----------
    W. Karlen, S. Raman, J. M. Ansermino and G. A. Dumont, "Multiparameter Respiratory Rate Estimation From the
    Photoplethysmogram", IEEE Trans. Biomed. Eng. 60(7), 2013. doi:10.1109/TBME.2013.2246160

    Examples
    --------
    >>> seconds = np.arange(6400) / 100.0
    >>> phase = 2 * np.pi * 1.2 * seconds + 0.3 * np.sin(2 * np.pi * 0.25 * seconds)
    >>> wave = (1 + 0.2 * np.sin(2 * np.pi * 0.25 * seconds)) * np.cos(phase) + 0.3 * np.sin(2 * np.pi * 0.25 * seconds)
    >>> tops = np.flatnonzero((wave[1:-1] > wave[:-2]) & (wave[1:-1] >= wave[2:])) + 1
    >>> feet = np.flatnonzero((wave[1:-1] < wave[:-2]) & (wave[1:-1] <= wave[2:])) + 1
    >>> respiration_rate_from_ppg(wave, 100.0, tops, feet)[0].round().tolist()
    [15.0, 15.0, 15.0]
    """
    if len(signal) < seconds * rate or len(peaks) < 8 or len(onsets) < 8:
        raise ValueError(f"respiration needs {seconds} s or more with 8 pulses or more")
    moments, *series = _modulations(np.asarray(signal, float), np.asarray(peaks), np.asarray(onsets))
    grid_rate, length = 4.0, round(4.0 * seconds)
    grid = np.arange(0, len(signal) / rate, 1 / grid_rate)
    even = [np.interp(grid, moments / rate, values) for values in series]
    starts = np.arange(0, len(grid) - length + 1, length // 2)
    estimates = np.array(
        [[_strongest(values[start : start + length], grid_rate) for values in even] for start in starts]
    )
    fused = np.where(estimates.std(axis=1, ddof=1) <= spread, estimates.mean(axis=1), np.nan)
    return fused, (starts + length / 2) / grid_rate
