"""Targets in a range profile where several stand close together."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq


def _factor(cells: int, rank: int, false_alarm: float) -> float:
    """The threshold over the ranked cell in exponential noise (Rohling): product of (N - i) / (N - i + factor)."""
    left = cells - np.arange(rank)
    return float(brentq(lambda factor: np.log(left / (left + factor)).sum() - np.log(false_alarm), 0, 1e6))


def os_cfar(spectrum: np.ndarray, guard: int = 2, train: int = 12, false_alarm: float = 1e-4) -> np.ndarray:
    """Find targets that would mask each other under an averaged noise level: compare each cell of a range profile with the
    three-quarter rank of its training cells, which other targets hardly move (OS-CFAR).

    Parameters
    ----------
    spectrum : numpy.ndarray, shape (ranges,)
        magnitudes of one range profile
    guard : int
        cells on each side that a target may spread over
    train : int
        further cells on each side that the noise is taken from
    false_alarm : float
        probability that a cell of noise alone is reported

    Returns
    -------
    peaks : numpy.ndarray, shape (peaks,), in samples
        increasing bins of the targets, local maxima only

    Raises
    ------
    ValueError
        where the profile is not finite or shorter than guard and training cells of both sides

    Notes
    -----
    Time: O(ranges x train x log train). Memory: O(ranges x train).
    Keywords: constant false alarm rate, ordered statistic, masking, multi-target.

    References
    ----------
    H. Rohling, "Radar CFAR Thresholding in Clutter and Multiple Target Situations", IEEE Trans. Aerosp. Electron. Syst.
    19(4), 1983.

    Examples
    --------
    >>> spectrum = np.random.default_rng(1).rayleigh(size=200)
    >>> spectrum[[80, 88, 96]] = 30.0
    >>> os_cfar(spectrum).tolist()
    [80, 88, 96]
    """
    reach = guard + train
    if spectrum.ndim != 1 or len(spectrum) < 2 * reach + 1 or not np.isfinite(spectrum).all():
        raise ValueError(f"spectrum must be finite, of shape (ranges,), longer than {2 * reach} cells")
    power = np.abs(spectrum) ** 2
    around = np.lib.stride_tricks.sliding_window_view(np.pad(power, reach, mode="reflect"), 2 * reach + 1)
    cells = np.delete(around, np.arange(train, train + 2 * guard + 1), axis=1)
    rank = round(0.75 * cells.shape[1])
    level = np.partition(cells, rank - 1, axis=1)[:, rank - 1]
    beside = np.pad(power, 1)
    highest = (power >= beside[:-2]) & (power > beside[2:])
    return np.flatnonzero(highest & (power > _factor(cells.shape[1], rank, false_alarm) * level))
