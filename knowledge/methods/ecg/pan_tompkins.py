"""R-peaks as Pan and Tompkins wrote them down, in real time at 200 Hz."""

from __future__ import annotations

import numpy as np

RATE = 200.0
LOW_PASS = np.convolve(np.ones(6), np.ones(6)) / 36
HIGH_PASS = np.eye(1, 32, 16)[0] - 1 / 32
SLOPE = np.array([1.0, 2.0, 0.0, -2.0, -1.0]) / 8
INTEGRATION = np.ones(30) / 30
DELAY = 21
"""Samples by which the low pass (5) and the high pass (16) come late."""


class _Levels:
    """Running heights of signal and noise peaks, learnt over two seconds (section III.E)."""

    def __init__(self, learning: np.ndarray) -> None:
        self.signal = float(learning.max()) / 3
        self.noise = float(learning.mean()) / 2

    def threshold(self) -> float:
        return self.noise + 0.25 * (self.signal - self.noise)

    def learn(self, height: float, beat: bool, weight: float = 0.125) -> None:
        if beat:
            self.signal += weight * (height - self.signal)
        else:
            self.noise += weight * (height - self.noise)


def _peaks(wave: np.ndarray, apart: int) -> list[int]:
    """Local maxima in order of time; a higher one within ``apart`` samples takes the place of the one before."""
    tops = np.flatnonzero((wave[1:-1] > wave[:-2]) & (wave[1:-1] >= wave[2:])) + 1
    kept: list[int] = []
    for top in tops.tolist():
        if not kept or top - kept[-1] > apart:
            kept.append(top)
        elif wave[top] > wave[kept[-1]]:
            kept[-1] = top
    return kept


def _usual(beats: list[int]) -> float:
    """The mean of the last eight intervals that are no pause and not early (RR average 2)."""
    intervals = np.diff(beats[-9:])
    if not len(intervals):
        return RATE
    middle = float(np.median(intervals))
    regular = intervals[(intervals >= 0.92 * middle) & (intervals <= 1.16 * middle)]
    return float(regular.mean()) if len(regular) else middle


def _detected(band: np.ndarray, slope: np.ndarray, energy: np.ndarray) -> list[int]:
    """The moments of beats on the integrated energy, where both it and the band are above their thresholds."""
    learning = slice(0, int(2 * RATE))
    levels, band_levels = _Levels(energy[learning]), _Levels(band[learning])
    beats: list[int] = []
    steepness: list[float] = []
    waiting: list[tuple[int, float, float, float]] = []
    for peak in _peaks(energy, int(0.2 * RATE)):
        before = slice(max(0, peak - 45), peak + 1)
        one = (peak, float(energy[peak]), float(band[before].max()), float(slope[before].max()))
        if beats and waiting and peak - beats[-1] > 1.66 * _usual(beats):
            missed = max(waiting, key=lambda other: other[1])
            if missed[1] > levels.threshold() / 2 and missed[2] > band_levels.threshold() / 2:
                beats, steepness, waiting = [*beats, missed[0]], [*steepness, missed[3]], []
                levels.learn(missed[1], True, 0.25)
                band_levels.learn(missed[2], True, 0.25)
        t_wave = bool(beats) and peak - beats[-1] < 0.36 * RATE and one[3] < 0.5 * steepness[-1]
        beat = not t_wave and one[1] > levels.threshold() and one[2] > band_levels.threshold()
        levels.learn(one[1], beat)
        band_levels.learn(one[2], beat)
        if beat:
            beats, steepness, waiting = [*beats, peak], [*steepness, one[3]], []
        elif not t_wave:
            waiting.append(one)
    return beats


def pan_tompkins(signal: np.ndarray, rate: float) -> np.ndarray:
    """Detect QRS complexes by the algorithm of Pan and Tompkins as published: integer filters at 200 Hz for 5 to 11 Hz,
    five-point slope, square, integration over 150 ms, two pairs of adaptive thresholds, search back and T-wave test. It
    looks at no sample ahead, as on a monitor; where a recording is at hand as a whole, r_peaks finds more.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead as sampled, in any unit and of either polarity
    rate : float, in Hz
        its sampling rate

    Returns
    -------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the QRS complexes

    Raises
    ------
    ValueError
        where the signal is not finite, shorter than two seconds, or the rate is below 60 Hz

    Notes
    -----
    Plain NumPy. Time: O(samples). Memory: O(samples).
    Keywords: QRS detector, real time, monitor, streaming ECG, heartbeat, integer filter.

    References
    ----------
    J. Pan and W. J. Tompkins, "A Real-Time QRS Detection Algorithm", IEEE Trans. Biomed. Eng. BME-32(3), 1985.
    doi:10.1109/TBME.1985.325532

    Examples
    --------
    >>> beats = np.zeros(3000)
    >>> beats[300::200] = 1.0
    >>> np.diff(pan_tompkins(beats, 200.0)).tolist() == [200] * 13
    True
    """
    if rate < 60 or len(signal) < 2 * rate or not np.isfinite(signal).all():
        raise ValueError("signal, rate: two seconds of finite samples at 60 Hz or more are needed")
    times = np.arange(0, (len(signal) - 1) / rate, 1 / RATE)
    level = np.interp(times, np.arange(len(signal)) / rate, signal - np.median(signal))
    band = np.convolve(np.convolve(level, LOW_PASS), HIGH_PASS)[: len(level)]
    slope = np.convolve(band, SLOPE)[: len(band)]
    energy = np.convolve(slope**2, INTEGRATION)[: len(band)]
    peaks = []
    for beat in _detected(np.abs(band), np.abs(slope), energy):
        first = max(0, beat - 45)
        peaks.append(first + int(np.abs(band[first : beat + 1]).argmax()) - DELAY)
    return np.unique(np.rint(np.maximum(peaks, 0) * rate / RATE).astype(np.int64))
