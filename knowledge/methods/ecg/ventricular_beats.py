"""Ventricular beats, told by shape, width and timing."""

from __future__ import annotations

import numpy as np

REACH_S = 0.12
SMOOTH_S = 0.02
SHIFT_S = 0.04
ALIKE = 0.9
WIDER = 1.3


def _beats(signal: np.ndarray, rate: float, peaks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The surroundings of every beat that has them in full, each around its own median, and which beats those are."""
    reach = round(REACH_S * rate)
    inside = (peaks >= reach) & (peaks + reach < len(signal))
    # Muscle noise is quicker than what tells a ventricular beat.
    width = max(1, round(SMOOTH_S * rate))
    smooth = np.convolve(signal, np.ones(width) / width, mode="same")
    pieces = smooth[peaks[inside][:, None] + np.arange(-reach, reach + 1)]
    return pieces - np.median(pieces, axis=1, keepdims=True), inside


def _likeness(pieces: np.ndarray, template: np.ndarray, shift: int) -> np.ndarray:
    """The largest correlation with the template when it is moved by up to ``shift`` samples."""
    best = np.full(len(pieces), -1.0)
    for move in range(-shift, shift + 1):
        moved = np.roll(template, move)
        away, steady = pieces - pieces.mean(axis=1, keepdims=True), moved - moved.mean()
        scale = np.sqrt((away**2).sum(axis=1) * (steady**2).sum())
        best = np.maximum(best, away @ steady / np.maximum(scale, 1e-12))
    return best


def _breadth(pieces: np.ndarray) -> np.ndarray:
    """How spread out the energy of each beat is, in samples."""
    power = pieces**2 + 1e-12
    place = np.arange(pieces.shape[1])
    centre = (power * place).sum(axis=1) / power.sum(axis=1)
    return np.sqrt((power * (place - centre[:, None]) ** 2).sum(axis=1) / power.sum(axis=1))


def _outlying(values: np.ndarray) -> float:
    """Three standard deviations below the median, by the spread above it: below lie the odd beats themselves."""
    middle, upper = np.quantile(values, [0.5, 0.75])
    return float(middle - 3 * (upper - middle) / 0.6745)


def ventricular_beats(signal: np.ndarray, rate: float, peaks: np.ndarray) -> tuple[np.ndarray, float]:
    """Tell ventricular beats from the patient's usual ones. A beat is ventricular where two of three signs agree: its shape
    does not correlate with the template, the median of the patient's beats; its energy is spread wider than usual; it comes
    early. What stands out is judged by the spread of the patient's own beats.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead, without baseline wander
    rate : float, in Hz
        its sampling rate
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the R-peaks

    Returns
    -------
    ventricular : numpy.ndarray, shape (ventricular,), in samples
        sample numbers of the ventricular beats
    burden : float
        share of all beats that are ventricular, 0 to 1

    Raises
    ------
    ValueError
        where there are fewer than five beats to make a template of, or the signal is not finite

    Notes
    -----
    Plain NumPy. Time: O(peaks · rate). Memory: O(peaks · rate).
    Keywords: PVC, premature ventricular contraction, ectopic beat, beat classification, template matching, morphology.

    References
    ----------
    P. de Chazal, M. O'Dwyer and R. B. Reilly, "Automatic Classification of Heartbeats Using ECG Morphology and Heartbeat
    Interval Features", IEEE Trans. Biomed. Eng. 51(7), 2004. doi:10.1109/TBME.2004.827359

    Examples
    --------
    >>> wave = np.exp(-0.5 * (np.arange(-30, 31) / 4.0) ** 2)
    >>> signal, peaks = np.zeros(2600), np.arange(100, 2500, 200)
    >>> for peak in peaks:
    ...     signal[peak - 30 : peak + 31] = wave
    >>> signal[1270:1331] = -np.exp(-0.5 * (np.arange(-30, 31) / 12.0) ** 2)
    >>> ventricular_beats(signal, 250.0, peaks)[0].tolist()
    [1300]
    """
    signal, peaks = np.asarray(signal, np.float64), np.asarray(peaks, np.int64)
    pieces, inside = _beats(signal, rate, peaks)
    if len(pieces) < 5 or not np.isfinite(signal).all():
        raise ValueError("peaks: at least five beats of a finite signal are needed to know the usual one")
    template = np.median(pieces, axis=0)
    likeness, breadth = _likeness(pieces, template, max(1, round(SHIFT_S * rate))), _breadth(pieces)
    # Noise makes all beats less alike and wider: only what stands out of the patient's own spread tells.
    unlike = likeness < min(ALIKE, _outlying(likeness))
    wide = breadth > max(WIDER * float(np.median(breadth)), -_outlying(-breadth))
    steps = np.diff(peaks, prepend=peaks[0] - np.median(np.diff(peaks)))
    padded = np.pad(steps, 8, mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 17), axis=1)
    early = (steps < 0.87 * usual)[inside]
    chosen = unlike.astype(int) + wide + early >= 2
    return peaks[inside][chosen], float(chosen.sum() / len(peaks))
