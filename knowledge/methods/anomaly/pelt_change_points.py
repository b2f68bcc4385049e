"""Optimal segmentation by pruned exact linear time."""

from __future__ import annotations

import numpy as np


class _Cost:
    """Twice the negative log-likelihood of a normal segment with its own mean and variance."""

    def __init__(self, values: np.ndarray) -> None:
        self.sums = np.concatenate([[0.0], np.cumsum(values)])
        self.squares = np.concatenate([[0.0], np.cumsum(values**2)])

    def __call__(self, starts: np.ndarray, end: int) -> np.ndarray:
        length = end - starts
        mean = (self.sums[end] - self.sums[starts]) / length
        variance = (self.squares[end] - self.squares[starts]) / length - mean**2
        return np.asarray(length * np.log(np.maximum(variance, 1e-6)))


def pelt_change_points(signal: np.ndarray, penalty: float = 0.0, least: int = 5) -> np.ndarray:
    """Cut a whole recording where its mean or variance changes, with the exactly best set of cuts for a penalty a cut, in
    near linear time because cuts that can never be best are dropped (PELT).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values
    penalty : float
        what a cut costs; 0 takes 4 log(samples), a little above BIC for mean, variance and place
    least : int, in samples
        shortest segment

    Returns
    -------
    onsets : numpy.ndarray, shape (changes,), in samples
        first sample of every segment but the first

    Raises
    ------
    ValueError
        where the signal is shorter than two segments, holds NaN or does not vary

    Notes
    -----
    Time: O(samples) to O(samples²). Memory: O(samples).
    Keywords: changepoint, segmentation, offline, regime change.
    Plain NumPy.

    References
    ----------
    R. Killick, P. Fearnhead and I. A. Eckley, "Optimal Detection of Changepoints With a Linear Computational Cost", Journal
    of the American Statistical Association 107, 2012, section 3. doi:10.1080/01621459.2012.737745

    Examples
    --------
    >>> signal = np.tile([0.9, -1.1, 0.2, -0.3], 50)
    >>> signal[60:] += 5.0
    >>> signal[140:] *= 3.0
    >>> pelt_change_points(signal).tolist()
    [60, 140]
    """
    signal = np.asarray(signal, float)
    if len(signal) < 2 * least or not np.isfinite(signal).all() or np.ptp(signal) == 0:
        raise ValueError(f"the signal must vary and hold {2 * least} values or more without NaN")
    cost = _Cost((signal - signal.mean()) / signal.std())
    penalty = penalty or 4 * float(np.log(len(signal)))
    best, last = np.full(len(signal) + 1, np.inf), np.zeros(len(signal) + 1, int)
    best[0], starts = -penalty, np.zeros(1, int)
    for end in range(least, len(signal) + 1):
        totals = best[starts] + cost(starts, end)
        best[end], last[end] = totals.min() + penalty, starts[int(np.argmin(totals))]
        starts = np.append(starts[totals <= best[end]], end - least + 1)
        starts = starts[np.isfinite(best[starts])]
    cuts, place = [], int(last[len(signal)])
    while place > 0:
        cuts.append(place)
        place = int(last[place])
    return np.array(cuts[::-1], int)
