"""Late fusion with weights by each sensor's accuracy on other groups."""

from __future__ import annotations

import numpy as np


def weighted_voting(
    probabilities: dict[str, np.ndarray], labels: np.ndarray, groups: np.ndarray
) -> tuple[np.ndarray, dict[str, float]]:
    """Fuse the decisions of several sensors by a weighted mean of their probabilities, where a sensor's weight is the
    log-odds of its accuracy on the items of all other groups, so that nobody's own labels weigh in.

    Parameters
    ----------
    probabilities : dict[str, numpy.ndarray], shape (items, classes)
        by sensor, of classifiers that had not seen the item's group; columns as the sorted labels
    labels : numpy.ndarray, shape (items,)
        true classes
    groups : numpy.ndarray, shape (items,)
        subject, session or machine of each item

    Returns
    -------
    fused : numpy.ndarray, shape (items, classes)
        rows that sum to 1
    weights : dict[str, float]
        mean weight of each sensor; all together 1

    Raises
    ------
    ValueError
        where there are less than two groups or shapes differ

    Notes
    -----
    Time: O(groups times sensors times items). Memory: O(sensors times items times classes).
    Keywords: late fusion, reliability weighting, log-odds, linear opinion pool, decision-level fusion.
    Plain NumPy.

    References
    ----------
    L. I. Kuncheva, "Combining Pattern Classifiers: Methods and Algorithms", Wiley, 2004, chapter 4: weighted majority
    vote.

    Examples
    --------
    >>> good, bad = np.array([[0.8, 0.2], [0.2, 0.8]] * 2), np.array([[0.5, 0.5]] * 4)
    >>> truth, people = np.array([0, 1, 0, 1]), np.array([1, 1, 2, 2])
    >>> fused, weights = weighted_voting({"radar": good, "sound": bad}, truth, people)
    >>> fused.argmax(axis=1).tolist(), weights["radar"] > weights["sound"]
    ([0, 1, 0, 1], True)
    """
    labels, groups, sensors = np.asarray(labels), np.asarray(groups), sorted(probabilities)
    classes = np.unique(labels)
    stacked = np.array([np.asarray(probabilities[sensor], float) for sensor in sensors])
    if stacked.ndim != 3 or stacked.shape[1:] != (len(labels), len(classes)) or len(set(groups.tolist())) < 2:
        raise ValueError("probabilities (items, classes) of every sensor and two groups or more are needed")
    right = classes[stacked.argmax(axis=2)] == labels
    fused, mean_weights = np.empty(stacked.shape[1:]), np.zeros(len(sensors))
    for group in np.unique(groups):
        own = groups == group
        accuracy = (right[:, ~own].sum(axis=1) + 1) / ((~own).sum() + 2)
        chance = 1 / len(classes)
        weights = np.maximum(np.log(accuracy / (1 - accuracy) * (1 - chance) / chance), 0.01)
        weights = weights / weights.sum()
        fused[own] = np.tensordot(weights, stacked[:, own], axes=1)
        mean_weights += weights * own.mean()
    return fused, dict(zip(sensors, mean_weights.tolist(), strict=True))
