"""R-peaks by the slope's energy and adaptive thresholds."""

from __future__ import annotations

import numpy as np

LOWEST_RATE_HZ = 60.0
THINNED_HZ = 100.0
BLOCK_S, MARGIN_S = 60.0, 2.0
WINDOW_S = 0.15
REFRACTORY_S = 0.2
T_WAVE_S = 0.36
BEGINNING_S = 10.0
# Pan and Tompkins put the threshold at a quarter of the energy, an eighth when searching back: these are the roots.
THRESHOLD, SEARCH_BACK = 0.5, 0.35
MISSED_AFTER = 1.66


def _band(signal: np.ndarray, rate: float, low: float, high: float) -> np.ndarray:
    """The band without a shift in time: the gain of a Butterworth filter of second order on the spectrum."""
    frequencies = np.fft.rfftfreq(len(signal), 1 / rate)
    # The mean has no place in a band-pass: its gain is 0, in the limit of the formula too.
    frequencies[0] = 1e-9
    gain = 1 / np.sqrt((1 + (low / frequencies) ** 4) * (1 + (frequencies / high) ** 4))
    # A level that the gain takes away anyway would leave its rounding errors in a flat recording, like tiny beats.
    return np.fft.irfft(np.fft.rfft(signal - signal[0]) * gain, len(signal))


def _thinned_band(signal: np.ndarray, rate: float, low: float, high: float, spacing: int) -> np.ndarray:
    """The band, every ``spacing``-th sample; block by block, so that a long recording needs little memory."""
    block = round(BLOCK_S * rate) // spacing * spacing
    # A recording is shorter than its margins where it holds a few beats only: it is mirrored as far as it goes.
    margin = min(round(MARGIN_S * rate), len(signal) - 1)
    padded = np.pad(signal, margin, mode="reflect")
    parts = []
    for start in range(0, len(signal), block):
        kept = min(block, len(signal) - start)
        piece = _band(padded[start : start + kept + 2 * margin], rate, low, high)
        parts.append(piece[margin : margin + kept : spacing])
    return np.concatenate(parts)


def _envelope(band: np.ndarray, rate: float) -> np.ndarray:
    """The root of the slope's energy over 150 ms around each sample."""
    power = np.gradient(band) ** 2
    width = max(1, round(WINDOW_S * rate))
    total = np.cumsum(np.pad(power, (width // 2 + 1, width - width // 2 - 1)))
    # Differences of long sums may fall below zero by rounding.
    return np.sqrt(np.maximum(0, total[width:] - total[:-width]) / width)[: len(band)]


def _candidates(envelope: np.ndarray, apart: int) -> np.ndarray:
    """Local maxima, the highest first, none within ``apart`` samples of a higher one; in order of time."""
    tops = np.flatnonzero((envelope[1:-1] >= envelope[:-2]) & (envelope[1:-1] > envelope[2:])) + 1
    near_higher = np.zeros(len(envelope), bool)
    kept = []
    for top in tops[np.argsort(-envelope[tops], kind="stable")].tolist():
        if not near_higher[top]:
            kept.append(top)
            near_higher[max(0, top - apart) : top + apart + 1] = True
    return np.array(sorted(kept), np.int64)


class _Detector:
    """Running levels of signal and noise, and the beats found so far as indices of candidates."""

    def __init__(self, times: np.ndarray, heights: np.ndarray, rate: float) -> None:
        beginning = heights[times < BEGINNING_S * rate]
        self.signal = float(np.quantile(beginning, 0.9)) if len(beginning) else 0.0
        self.noise = float(np.quantile(beginning, 0.1)) / 2 if len(beginning) else 0.0
        self.times, self.heights, self.rate = times.tolist(), heights.tolist(), rate
        self.intervals = [0.8 * rate] * 8
        self.beats: list[int] = []

    def run(self) -> list[int]:
        """The times of all beats, from the first candidate to the last."""
        for candidate, height in enumerate(self.heights):
            self._search_back(candidate)
            if self._is_beat(candidate):
                self._accept(candidate, 0.125)
            else:
                self.noise += 0.125 * (min(height, self.signal) - self.noise)
        return [self.times[beat] for beat in self.beats]

    def _level(self, share: float) -> float:
        return self.noise + share * (self.signal - self.noise)

    def _since(self, candidate: int) -> float:
        return float(self.times[candidate] - self.times[self.beats[-1]])

    def _expected(self) -> float:
        return sum(self.intervals) / len(self.intervals)

    def _is_beat(self, candidate: int) -> bool:
        height = self.heights[candidate]
        if height <= self._level(THRESHOLD):
            return False
        early = bool(self.beats) and self._since(candidate) < T_WAVE_S * self.rate
        return not (early and height < 0.5 * self.heights[self.beats[-1]])

    def _search_back(self, candidate: int) -> None:
        """Take the highest candidate of a gap that is too long for one beat, where it reaches a lower threshold."""
        if not self.beats or self._since(candidate) <= MISSED_AFTER * self._expected():
            return
        between = [c for c in range(self.beats[-1] + 1, candidate) if self._since(c) >= T_WAVE_S * self.rate]
        highest = max(between, key=lambda c: self.heights[c], default=None)
        if highest is not None and self.heights[highest] > self._level(SEARCH_BACK):
            self._accept(highest, 0.25)

    def _accept(self, candidate: int, weight: float) -> None:
        # One huge artefact must not lift the threshold above all beats that follow.
        self.signal += weight * (min(self.heights[candidate], 2 * self.signal) - self.signal)
        if self.beats:
            # A pause is no new rhythm.
            interval = min(self._since(candidate), 1.5 * self._expected())
            self.intervals = [*self.intervals[1:], interval]
        self.beats.append(candidate)


def _placed(signal: np.ndarray, around: int, reach: int) -> int:
    """The sample that stands out most from the middle of what surrounds it."""
    first = max(0, around - reach)
    piece = signal[first : around + reach + 1]
    return first + int(np.argmax(np.abs(piece - np.median(piece))))


def r_peaks(signal: np.ndarray, rate: float, low: float = 5.0, high: float = 15.0) -> np.ndarray:
    """Find the R-peaks of one ECG lead: keep the band of the QRS complex, integrate the squared slope over 150 ms, adapt
    the threshold to running levels of signal and noise, search back after a missed beat and tell T-waves by their flat
    slope (Pan and Tompkins); then place each peak on the lead itself.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead as sampled, in any unit and of either polarity
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        lower end of the pass band
    high : float, in Hz
        upper end of the pass band

    Returns
    -------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the R-peaks; none in a flat recording

    Raises
    ------
    ValueError
        where the signal is not one-dimensional or not finite, the rate is below 60 Hz, or the band is empty

    Notes
    -----
    Plain NumPy. Time: O(samples log samples). Memory: O(samples).
    Keywords: heartbeat, heart beat, QRS complex, electrocardiogram, beat detection.

    References
    ----------
    J. Pan and W. J. Tompkins, "A Real-Time QRS Detection Algorithm", IEEE Trans. Biomed. Eng. BME-32(3), 1985.
    doi:10.1109/TBME.1985.325532

    Examples
    --------
    >>> beats = np.zeros(2000)
    >>> beats[250::250] = 1.0
    >>> r_peaks(beats, 250.0).tolist()
    [250, 500, 750, 1000, 1250, 1500, 1750]
    """
    signal = np.asarray(signal, np.float64)
    if signal.ndim != 1 or not np.isfinite(signal).all():
        raise ValueError("signal: one lead of finite samples is needed")
    if rate < LOWEST_RATE_HZ:
        raise ValueError(f"rate: {rate} Hz is too low, at least {LOWEST_RATE_HZ:.0f} Hz are needed")
    if not 0 < low < high:
        raise ValueError(f"low: {low} Hz to {high} Hz is no band")
    if len(signal) < round(2 * REFRACTORY_S * rate):
        return np.zeros(0, np.int64)
    spacing = max(1, int(rate // THINNED_HZ))
    envelope = _envelope(_thinned_band(signal, rate, low, high, spacing), rate / spacing)
    times = _candidates(envelope, round(REFRACTORY_S * rate / spacing))
    found = _Detector(times, envelope[times], rate / spacing).run()
    reach = round(WINDOW_S / 2 * rate)
    return np.unique(np.array([_placed(signal, time * spacing, reach) for time in found], np.int64))
