"""Sub-task 3: Detect R-peaks.

Written by hand.
"""

from __future__ import annotations

import numpy as np

WINDOW_S = 0.15
REFRACTORY_S = 0.2
T_WAVE_S = 0.36
BEGINNING_S = 10.0
# Pan and Tompkins put the threshold at a quarter of the energy, an eighth when searching back: these are the roots.
THRESHOLD = 0.5
SEARCH_BACK = 0.35
MISSED_AFTER = 1.66


def _envelope(filtered, rate):
    """The root of the slope's energy over 150 ms around each sample."""
    power = np.gradient(filtered.astype(np.float64)) ** 2
    width = max(1, round(WINDOW_S * rate))
    total = np.cumsum(np.pad(power, (width // 2 + 1, width - width // 2 - 1)))
    # Differences of long sums may fall below zero by rounding.
    return np.sqrt(np.maximum(0, total[width:] - total[:-width]) / width)[: len(filtered)]


def _candidates(envelope, apart):
    """Local maxima, the highest first, none within ``apart`` samples of a higher one; in order of time."""
    tops = np.flatnonzero((envelope[1:-1] >= envelope[:-2]) & (envelope[1:-1] > envelope[2:])) + 1
    near_higher = np.zeros(len(envelope), bool)
    kept = []
    for top in tops[np.argsort(-envelope[tops], kind="stable")]:
        if not near_higher[top]:
            kept.append(top)
            near_higher[max(0, top - apart) : top + apart + 1] = True
    return np.array(sorted(kept), int)


class _Detector:
    """Running levels of signal and noise, and the beats found so far as indices of candidates."""

    def __init__(self, times, heights, rate):
        self.times, self.heights, self.rate = times, heights, rate
        beginning = heights[times < BEGINNING_S * rate]
        self.signal = float(np.quantile(beginning, 0.9)) if len(beginning) else 0.0
        self.noise = float(np.quantile(beginning, 0.1)) / 2 if len(beginning) else 0.0
        self.intervals = [0.8 * rate] * 8
        self.beats = []

    def run(self):
        """All beats, from the first candidate to the last."""
        for candidate in range(len(self.times)):
            self._search_back(candidate)
            if self._is_beat(candidate):
                self._accept(candidate, 0.125)
            else:
                self.noise += 0.125 * (min(self.heights[candidate], self.signal) - self.noise)
        return self.times[self.beats]

    def _level(self, share):
        return self.noise + share * (self.signal - self.noise)

    def _since(self, candidate):
        return self.times[candidate] - self.times[self.beats[-1]]

    def _is_beat(self, candidate):
        height = self.heights[candidate]
        if height <= self._level(THRESHOLD):
            return False
        early = self.beats and self._since(candidate) < T_WAVE_S * self.rate
        return not (early and height < 0.5 * self.heights[self.beats[-1]])

    def _search_back(self, candidate):
        """Take the highest candidate of a gap that is too long for one beat, where it reaches a lower threshold."""
        if not self.beats or self._since(candidate) <= MISSED_AFTER * np.mean(self.intervals):
            return
        between = [c for c in range(self.beats[-1] + 1, candidate) if self._since(c) >= T_WAVE_S * self.rate]
        highest = max(between, key=lambda c: self.heights[c], default=None)
        if highest is not None and self.heights[highest] > self._level(SEARCH_BACK):
            self._accept(highest, 0.25)

    def _accept(self, candidate, weight):
        # One huge artefact must not lift the threshold above all beats that follow.
        self.signal += weight * (min(self.heights[candidate], 2 * self.signal) - self.signal)
        if self.beats:
            # A pause is no new rhythm.
            interval = min(self._since(candidate), 1.5 * np.mean(self.intervals))
            self.intervals = [*self.intervals[1:], interval]
        self.beats.append(candidate)


def _placed(signal, around, reach):
    """The sample that stands out most from the middle of what surrounds it."""
    first = max(0, around - reach)
    piece = signal[first : around + reach + 1].astype(np.float64)
    return first + int(np.argmax(np.abs(piece - np.median(piece))))


def detect_r_peaks(
    signals: dict[str, np.ndarray], rates: dict[str, float], filtered: dict[str, np.ndarray], spacing: dict[str, int]
) -> dict[str, np.ndarray]:
    """Detect the R-peaks, to find every heartbeat in the ECG recordings: integrate the squared slope over
    150 ms, adapt the threshold to running levels of signal and noise, search back after a missed beat
    and tell T-waves by their flat slope (Pan and Tompkins 1985); then place each peak on the recording
    itself.

    Parameters
    ----------
    signals : dict[str, numpy.ndarray], shape (samples,), in ADC units
        the first lead of every recording by its name, as sampled
    rates : dict[str, float], in Hz
        the sampling rate of every recording
    filtered : dict[str, numpy.ndarray], shape (samples,), in ADC units
        the 5-15 Hz band of every recording by its name, thinned to a rate of at least 100 Hz
    spacing : dict[str, int], in samples
        how many samples of a recording lie between two of its filtered samples

    Returns
    -------
    peaks : dict[str, numpy.ndarray], shape (peaks,), in samples
        the R-peaks of every recording by its name: increasing sample numbers
    """
    peaks = {}
    for name, signal in signals.items():
        rate = rates[name] / spacing[name]
        envelope = _envelope(filtered[name], rate) if len(filtered[name]) > 2 else np.zeros(0)
        times = _candidates(envelope, round(REFRACTORY_S * rate))
        found = _Detector(times, envelope[times], rate).run() * spacing[name]
        reach = round(WINDOW_S / 2 * rates[name])
        peaks[name] = np.unique(np.array([_placed(signal, int(peak), reach) for peak in found], np.int64))
    return peaks
