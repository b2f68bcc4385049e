"""The score from which to raise an alarm, by what errors cost."""

from __future__ import annotations

import numpy as np


def decision_threshold(
    scores: np.ndarray, targets: np.ndarray, positive: str = "1", false_alarm_cost: float = 1.0, miss_cost: float = 1.0
) -> tuple[float, float]:
    """Choose the threshold on a detector's score that costs least on labelled items, where a false alarm and a miss have
    prices of their own: the threshold lies midway between the two scores that it parts.

    Parameters
    ----------
    scores : numpy.ndarray, shape (items,)
        the detector's score of every item; higher speaks for the event
    targets : numpy.ndarray, shape (items,)
        label of every item, texts, numbers or truth values
    positive : str
        the label of the event, as text
    false_alarm_cost : float
        price of an alarm without an event
    miss_cost : float
        price of an event without an alarm

    Returns
    -------
    threshold : float
        the event is reported where the score is above it; infinite where silence is cheapest
    cost : float
        mean price of an item at this threshold

    Raises
    ------
    ValueError
        where there are no items, a score is NaN, or no item is an event

    Notes
    -----
    Plain NumPy. Time: O(items log items). Memory: O(items).
    Keywords: operating point, cut-off, cost-sensitive, ROC, alarm level, sensitivity specificity trade-off.

    References
    ----------
    T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006. doi:10.1016/j.patrec.2005.10.010

    Examples
    --------
    >>> scores, events = np.array([0.25, 0.75, 0.5, 1.0]), np.array([0, 0, 1, 1])
    >>> decision_threshold(scores, events, miss_cost=5.0)
    (0.375, 0.25)
    >>> decision_threshold(scores, events, false_alarm_cost=5.0)
    (0.875, 0.25)
    """
    is_event = np.isin(targets.astype(str), ["1", "1.0", "True"] if positive == "1" else [positive])
    if len(scores) != len(targets) or not is_event.any() or np.isnan(scores).any():
        raise ValueError(f"scores, targets: as many finite scores as labels, some of them {positive}, are needed")
    order = np.argsort(scores, kind="stable")
    levels, first = np.unique(scores[order], return_index=True)
    # The cost where all items from one level on raise an alarm, and where none does.
    missed = np.r_[0, np.cumsum(is_event[order])][np.r_[first, len(scores)]]
    quiet = np.r_[0, np.cumsum(~is_event[order])][np.r_[first, len(scores)]]
    costs = miss_cost * missed + false_alarm_cost * ((~is_event).sum() - quiet)
    best = int(costs.argmin())
    bounds = np.r_[-np.inf, (levels[1:] + levels[:-1]) / 2, np.inf]
    return float(bounds[best]), float(costs[best] / len(scores))
