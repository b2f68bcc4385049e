"""Early beats, told by their timing alone."""

from __future__ import annotations

import numpy as np

NEIGHBOURS = 8


def ectopic_beats(
    peaks: np.ndarray, rate: float, early: float = 0.87, pause: float = 1.08
) -> tuple[np.ndarray, np.ndarray, float]:
    """Tell premature beats by their timing: the interval before is shorter than what was usual before it, and the interval
    after is longer. Needs no shape of the wave, so that it works on any detector of beats, a chest strap or a pulse wave.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the beats
    rate : float, in Hz
        the sampling rate
    early : float
        share of the usual interval below which a beat is early
    pause : float
        how much longer than the interval before the one after an early beat has to be, and no shorter than usual

    Returns
    -------
    premature : numpy.ndarray, shape (premature,), in samples
        sample numbers of the premature beats
    compensatory : numpy.ndarray, shape (premature,)
        whether the pause makes up for the early beat to 10% (two usual intervals in all), as after a ventricular beat
    burden : float
        share of all beats that are premature, 0 to 1

    Raises
    ------
    ValueError
        where the peaks do not increase

    Notes
    -----
    Plain NumPy. Time: O(peaks). Memory: O(peaks).
    Keywords: premature beat, extrasystole, PVC, PAC, arrhythmia burden, compensatory pause, Holter.

    References
    ----------
    P. de Chazal, M. O'Dwyer and R. B. Reilly, "Automatic Classification of Heartbeats Using ECG Morphology and Heartbeat
    Interval Features", IEEE Trans. Biomed. Eng. 51(7), 2004, RR interval features. doi:10.1109/TBME.2004.827359

    Examples
    --------
    >>> beats = np.cumsum([100] * 10 + [65, 135] + [100] * 5)
    >>> premature, compensatory, burden = ectopic_beats(beats, 100.0)
    >>> premature.tolist() == [int(beats[10])], compensatory.tolist(), round(burden, 3)
    (True, [True], 0.059)
    """
    steps = np.diff(np.asarray(peaks, np.float64)) / rate
    if (steps <= 0).any():
        raise ValueError("peaks: they do not increase")
    usual = _usual(steps)
    before, after = steps[:-1], steps[1:]
    chosen = (before < early * usual[:-1]) & (after > pause * before) & (after > 0.97 * usual[:-1])
    full = np.abs(before + after - 2 * usual[:-1]) < 0.2 * usual[:-1]
    places = np.flatnonzero(chosen) + 1
    return np.asarray(peaks)[places], full[chosen], len(places) / len(peaks) if len(peaks) else 0.0


def _usual(steps: np.ndarray) -> np.ndarray:
    """The median of the intervals around each; a bigeminy, half of it early, takes their upper part."""
    if not len(steps):
        return steps
    padded = np.pad(steps, NEIGHBOURS, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1)
    middle = np.median(windows, axis=1, keepdims=True)
    # An early beat and its pause balance: two intervals together are usual where one alone is not.
    pairs = np.median((windows[:, 1:] + windows[:, :-1]) / 2, axis=1)
    return np.where(np.mean(windows < 0.87 * pairs[:, None], axis=1) > 0.3, pairs, middle[:, 0])
