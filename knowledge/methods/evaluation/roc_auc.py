"""How well a score parts events from the rest, at every threshold at once."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata


def roc_auc(scores: np.ndarray, targets: np.ndarray) -> tuple[float, float]:
    """Measure a detector's score without choosing a threshold: the probability that an event scores higher than a
    non-event (area under the ROC curve, ties count half), and the rate at which misses and false alarms are equal.

    Parameters
    ----------
    scores : numpy.ndarray, shape (items,)
        the detector's score of every item; higher speaks for the event
    targets : numpy.ndarray, shape (items,)
        whether every item is an event: truth values or 0 and 1

    Returns
    -------
    area : float
        area under the ROC curve: 1 is perfect, 0.5 is chance
    equal_error_rate : float
        share of errors where false alarms and misses are equally frequent, 0 to 1

    Raises
    ------
    ValueError
        where a score is NaN, or events or non-events are missing

    Notes
    -----
    Time: O(items log items). Memory: O(items).
    Keywords: AUROC, receiver operating characteristic, EER, Mann-Whitney, ranking quality, anomaly detection score.

    References
    ----------
    J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve",
    Radiology 143(1), 1982. doi:10.1148/radiology.143.1.7063747

    Examples
    --------
    >>> roc_auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    (0.75, 0.5)
    """
    events = np.asarray(targets).astype(bool)
    positives, negatives = int(events.sum()), int((~events).sum())
    if not positives or not negatives or np.isnan(scores).any():
        raise ValueError("scores, targets: finite scores of both events and non-events are needed")
    ranks = rankdata(scores)
    area = (ranks[events].sum() - positives * (positives + 1) / 2) / (positives * negatives)
    levels = np.append(np.unique(scores), np.inf)
    misses = np.searchsorted(np.sort(scores[events]), levels) / positives
    alarms = 1 - np.searchsorted(np.sort(scores[~events]), levels) / negatives
    nearest = int(np.argmin(np.abs(misses - alarms)))
    return float(area), float((misses[nearest] + alarms[nearest]) / 2)
