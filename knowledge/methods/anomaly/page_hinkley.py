"""Drift of a stream's mean by the Page-Hinkley test."""

from __future__ import annotations

import numpy as np


def page_hinkley(signal: np.ndarray, tolerance: float = 0.1, limit: float = 20.0, warm_up: int = 30) -> np.ndarray:
    """Detect changes of a stream's mean without a normal phase to learn from: deviations from the mean of all values since
    the last change are added up, and a change is there when the sum has left its extreme by a limit; then all starts anew.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values or a model's errors, in their own unit
    tolerance : float
        deviation of the mean that is still accepted, in the signal's unit
    limit : float
        distance from the extreme at which a change is reported, in the signal's unit
    warm_up : int
        samples after a start in which nothing is reported

    Returns
    -------
    onsets : numpy.ndarray, shape (changes,), in samples
        where a change was detected, upwards or downwards

    Raises
    ------
    ValueError
        where the limit is not above 0 or the tolerance is below 0

    Notes
    -----
    Time: O(samples). Memory: O(1) beside the result. NaN is passed over.
    Keywords: concept drift, streaming, online, model monitoring.
    Plain NumPy.

    References
    ----------
    E. S. Page, "Continuous Inspection Schemes", Biometrika 41, 1954; D. V. Hinkley, "Inference about the change-point from
    cumulative sum tests", Biometrika 58, 1971; J. Gama et al., "A Survey on Concept Drift Adaptation", ACM Computing Surveys
    46(4), 2014, section on sequential analysis.

    Examples
    --------
    >>> page_hinkley(np.repeat([0.0, 2.0], 100)).tolist()
    [111]
    """
    if limit <= 0 or tolerance < 0:
        raise ValueError(f"the limit {limit} must be above 0 and the tolerance {tolerance} not below")
    onsets, count, mean, up, down, low, high = [], 0, 0.0, 0.0, 0.0, 0.0, 0.0
    for number, value in enumerate(np.asarray(signal, float).tolist()):
        if value != value:
            continue
        count += 1
        mean += (value - mean) / count
        up, down = up + value - mean - tolerance, down + value - mean + tolerance
        low, high = min(low, up), max(high, down)
        if count > warm_up and max(up - low, high - down) > limit:
            onsets.append(number)
            count, mean, up, down, low, high = 0, 0.0, 0.0, 0.0, 0.0, 0.0
    return np.array(onsets, int)
