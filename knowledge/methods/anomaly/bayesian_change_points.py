"""Bayesian online change point detection."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln


def _student_t(value: float, mean: np.ndarray, kappa: np.ndarray, alpha: np.ndarray, beta: np.ndarray) -> np.ndarray:
    scale = beta * (kappa + 1) / (alpha * kappa)
    log_norm = gammaln(alpha + 0.5) - gammaln(alpha) - 0.5 * np.log(2 * np.pi * alpha * scale)
    return np.asarray(np.exp(log_norm - (alpha + 0.5) * np.log1p((value - mean) ** 2 / (2 * alpha * scale))))


def _runs(values: np.ndarray, hazard: float, longest: int) -> np.ndarray:
    """Most probable run length after each value."""
    mean, kappa, alpha, beta = np.zeros(1), np.full(1, 0.1), np.ones(1), np.full(1, 0.5)
    posterior, runs = np.ones(1), np.zeros(len(values), int)
    for number, value in enumerate(values):
        predicted = posterior * _student_t(value, mean, kappa, alpha, beta)
        posterior = np.append(hazard * predicted.sum(), (1 - hazard) * predicted)[:longest]
        posterior /= posterior.sum()
        beta = np.append(0.5, beta + kappa * (value - mean) ** 2 / (2 * (kappa + 1)))[:longest]
        mean = np.append(0.0, (kappa * mean + value) / (kappa + 1))[:longest]
        kappa, alpha = np.append(0.1, kappa + 1)[:longest], np.append(1.0, alpha + 0.5)[:longest]
        runs[number] = int(np.argmax(posterior))
    return runs


def bayesian_change_points(
    signal: np.ndarray, every: float = 250.0, least: int = 10, longest: int = 1000
) -> tuple[np.ndarray, np.ndarray]:
    """Find changes of mean or variance while the data come in: the probability of every possible time since the last change
    is carried along, with a normal signal of unknown mean and variance in between (Adams and MacKay).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values
    every : float, in samples
        expected distance between changes
    least : int, in samples
        a change counts once its run has so long been the most probable
    longest : int, in samples
        longest run that is followed; bounds time and memory

    Returns
    -------
    onsets : numpy.ndarray, shape (changes,), in samples
        first sample of each new regime
    runs : numpy.ndarray, shape (samples,), in samples
        most probable time since the last change at each sample

    Raises
    ------
    ValueError
        where the signal has fewer than two values, holds NaN or does not vary

    Notes
    -----
    Time: O(samples x longest). Memory: O(samples + longest).
    Keywords: BOCPD, regime change, online segmentation, run length.

    References
    ----------
    R. P. Adams and D. J. C. MacKay, "Bayesian Online Changepoint Detection", 2007, section 2 and algorithm 1.
    arXiv:0710.3742

    Examples
    --------
    >>> signal = np.tile([0.9, -1.1, 0.2, -0.3], 50)
    >>> signal[120:] += 6.0
    >>> bayesian_change_points(signal)[0].tolist()
    [120]
    """
    signal = np.asarray(signal, float)
    if len(signal) < 2 or not np.isfinite(signal).all() or np.ptp(signal) == 0:
        raise ValueError("the signal must vary and hold two values or more without NaN")
    spread = np.median(np.abs(np.diff(signal))) / 0.954 or np.std(signal)
    runs = _runs((signal - np.median(signal)) / spread, 1 / every, longest + 1)
    starts, support = np.unique((np.arange(1, len(signal) + 1) - runs)[runs >= least], return_counts=True)
    starts = starts[(support >= least) & (starts > 0)]
    # Starts closer than the shortest run are one change that was first placed a little off.
    return starts[np.diff(starts, append=np.inf) > least], runs
