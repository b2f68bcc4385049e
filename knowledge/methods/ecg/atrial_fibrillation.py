"""Atrial fibrillation by the irregularity of the intervals."""

from __future__ import annotations

import numpy as np

BEATS = 64
ROUGHNESS, DISORDER = 0.1, 0.7
BINS = 16


def _disorder(steps: np.ndarray) -> float:
    """Shannon entropy of the histogram of intervals, 0 to 1, without the few longest and shortest of them."""
    kept = np.sort(steps)[len(steps) // 16 : len(steps) - len(steps) // 16]
    counts = np.histogram(kept, BINS)[0]
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum() / np.log(BINS))


def _turns(steps: np.ndarray) -> bool:
    """Whether about two of three intervals are turning points, as in random series (95% interval)."""
    inner = steps[1:-1]
    turns = int((((inner > steps[:-2]) & (inner > steps[2:])) | ((inner < steps[:-2]) & (inner < steps[2:]))).sum())
    count = len(steps)
    return abs(turns - (2 * count - 4) / 3) <= 1.96 * np.sqrt((16 * count - 29) / 90)


def _irregular(steps: np.ndarray) -> bool:
    """All three tests; an early beat and its pause, which are not fibrillation, are taken out first."""
    ratios = steps[1:] / steps[:-1]
    early = np.flatnonzero((ratios[:-1] < 0.8) & (ratios[1:] > 1.3)) + 1
    early = early[(np.abs(steps[early] + steps[early + 1] - 2 * np.median(steps)) < 0.1 * np.median(steps))]
    kept = np.delete(steps, np.concatenate([early, early + 1]))
    if len(kept) < BEATS // 2:
        return False
    rough = float(np.sqrt((np.diff(kept) ** 2).mean()) / kept.mean())
    return rough > ROUGHNESS and _disorder(kept) > DISORDER and _turns(kept)


def atrial_fibrillation(peaks: np.ndarray, rate: float) -> tuple[str, float, np.ndarray]:
    """Screen for atrial fibrillation by the intervals between beats alone: over 64 beats each, successive differences must
    be large, their histogram disordered, and their turning points as frequent as in a random series. Breathing fails the
    last test and ectopic beats, which are taken out first, the second; a rhythm of mostly ectopic beats still passes for one.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing sample numbers of the R-peaks or pulse beats
    rate : float, in Hz
        the sampling rate

    Returns
    -------
    rhythm : str
        "af" where more than half of the windows are irregular, otherwise "normal"; "unknown" below 64 intervals
    burden : float
        share of irregular windows, 0 to 1
    irregular : numpy.ndarray, shape (windows,)
        whether each window of 64 intervals, 16 apart, is irregular

    Raises
    ------
    ValueError
        where the peaks do not increase

    Notes
    -----
    Plain NumPy. Time: O(peaks). Memory: O(peaks).
    Keywords: AF, AFib, irregular rhythm, arrhythmia screening, wearable, stroke prevention, RR irregularity.

    References
    ----------
    S. Dash, K. H. Chon, S. Lu and E. A. Raeder, "Automatic Real Time Detection of Atrial Fibrillation", Annals of
    Biomedical Engineering 37, 2009. doi:10.1007/s10439-009-9740-z

    Examples
    --------
    >>> steps = np.random.default_rng(seed=0).uniform(100, 260, 200)
    >>> atrial_fibrillation(np.cumsum(steps).astype(int), 250.0)[0], atrial_fibrillation(np.arange(200) * 200, 250.0)[0]
    ('af', 'normal')
    """
    steps = np.diff(np.asarray(peaks, np.float64)) / rate
    if (steps <= 0).any():
        raise ValueError("peaks: they do not increase")
    if len(steps) < BEATS:
        return "unknown", 0.0, np.zeros(0, bool)
    windows = [_irregular(steps[start : start + BEATS]) for start in range(0, len(steps) - BEATS + 1, BEATS // 4)]
    burden = sum(windows) / len(windows)
    return "af" if burden > 0.5 else "normal", burden, np.array(windows)
