"""Probabilities of a classifier made honest by one temperature."""

from __future__ import annotations

import numpy as np


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def temperature_scaling(
    logits: np.ndarray, labels: np.ndarray, bins: int = 10
) -> tuple[float, np.ndarray, float, float]:
    """Calibrate a classifier: divide its logits by the one temperature that makes the labels of held-out items most
    probable, which changes no decision, and tell the calibration error before and after.

    Parameters
    ----------
    logits : numpy.ndarray, shape (items, classes)
        outputs before the softmax (or logarithms of probabilities) for items not trained on
    labels : numpy.ndarray, shape (items,)
        number of the true class of each item
    bins : int
        bins of confidence for the calibration error

    Returns
    -------
    temperature : float
        above 1 where the classifier was too sure
    probabilities : numpy.ndarray, shape (items, classes)
        calibrated probabilities
    error_before : float
        expected calibration error without the temperature
    error_after : float
        the same with it

    Raises
    ------
    ValueError
        where lengths differ or labels are not numbers of columns

    Notes
    -----
    Time: O(items times classes). Memory: O(items times classes).
    Keywords: calibration, confidence, softmax, ECE, reliability.
    Plain NumPy.

    References
    ----------
    C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML, 2017, sections 2
    and 4.2. arXiv:1706.04599

    Examples
    --------
    >>> sure = np.log([[0.999, 0.001]] * 4)
    >>> temperature, probabilities, *_ = temperature_scaling(sure, np.array([0, 0, 0, 1]))
    >>> probabilities[0].round(2).tolist(), temperature > 1
    ([0.75, 0.25], True)
    """
    logits, labels = np.asarray(logits, float), np.asarray(labels)
    if logits.ndim != 2 or len(logits) != len(labels) or not np.all(np.isin(labels, np.arange(logits.shape[1]))):
        raise ValueError(f"logits {logits.shape} need one column number a row as labels")
    codes, rows = labels.astype(int), np.arange(len(labels))
    low, high = np.log(0.05), np.log(20.0)
    for _ in range(60):
        third = (high - low) / 3
        losses = [-_log_softmax(logits / np.exp(middle))[rows, codes].mean() for middle in (low + third, high - third)]
        low, high = (low, high - third) if losses[0] < losses[1] else (low + third, high)
    temperature = float(np.exp((low + high) / 2))
    before, after = np.exp(_log_softmax(logits)), np.exp(_log_softmax(logits / temperature))
    return temperature, after, _calibration_error(before, codes, bins), _calibration_error(after, codes, bins)


def _calibration_error(probabilities: np.ndarray, codes: np.ndarray, bins: int) -> float:
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == codes
    owner = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs((confidence - right)[owner == place].sum()) for place in range(bins)]
    return float(sum(gaps) / len(codes))
