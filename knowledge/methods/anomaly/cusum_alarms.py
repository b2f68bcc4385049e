"""Shifts of the mean by a two-sided CUSUM."""

from __future__ import annotations

import numpy as np


def cusum_alarms(
    signal: np.ndarray, reference: int = 100, slack: float = 0.5, limit: float = 5.0
) -> tuple[np.ndarray, np.ndarray]:
    """Raise an alarm soon after a signal's mean has shifted, even by less than its noise: sums of deviations beyond a slack
    grow upwards and downwards and start anew after an alarm (tabular CUSUM).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values; the first ones are taken as normal
    reference : int
        samples at the start from which the normal mean and spread are taken
    slack : float
        half of the shift that is to be found, in standard deviations
    limit : float
        sum at which an alarm is raised, in standard deviations

    Returns
    -------
    alarms : numpy.ndarray, shape (alarms,), in samples
        where an alarm was raised
    onsets : numpy.ndarray, shape (alarms,), in samples
        where the sum behind each alarm began to grow: the estimated start of the shift

    Raises
    ------
    ValueError
        where the signal is not longer than the reference or the reference does not vary

    Notes
    -----
    Time: O(samples). Memory: O(samples). NaN is passed over.
    Keywords: control chart, leak detection, drift, statistical process control.
    Plain NumPy.

    References
    ----------
    E. S. Page, "Continuous Inspection Schemes", Biometrika 41, 1954; D. C. Montgomery, "Introduction to Statistical Quality
    Control", Wiley, chapter on CUSUM charts (tabular form). doi:10.1093/biomet/41.1-2.100

    Examples
    --------
    >>> signal = np.tile([1.0, -1.0], 150)
    >>> signal[200:] += 2.0
    >>> alarms, onsets = cusum_alarms(signal)
    >>> int(alarms[0]), int(onsets[0])
    (202, 200)
    """
    signal = np.asarray(signal, float)
    if len(signal) <= reference or reference < 2:
        raise ValueError(f"the signal must be longer than its reference of {reference} samples")
    spread = np.nanstd(signal[:reference], ddof=1)
    if not spread > 0:
        raise ValueError("the reference part of the signal does not vary")
    scores = np.nan_to_num((signal - np.nanmean(signal[:reference])) / spread)
    alarms, onsets, sums, starts = [], [], [0.0, 0.0], [0, 0]
    for number, score in enumerate(scores):
        for side, value in enumerate((score, -score)):
            if sums[side] == 0.0:
                starts[side] = number
            sums[side] = max(0.0, sums[side] + value - slack)
        if max(sums) > limit:
            alarms.append(number)
            onsets.append(starts[int(np.argmax(sums))])
            sums = [0.0, 0.0]
    return np.array(alarms, int), np.array(onsets, int)
