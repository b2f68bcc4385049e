"""Fusion of the sensors' decisions by a classifier on top of them."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold


def decision_stacking(
    probabilities: dict[str, np.ndarray], labels: np.ndarray, groups: np.ndarray, folds: int = 5, strength: float = 1.0
) -> np.ndarray:
    """Fuse the decisions of several sensors by a logistic regression on their log-probabilities, which learns where
    each sensor can be trusted; every item is decided by a regression that has not seen its group (stacked
    generalisation).

    Parameters
    ----------
    probabilities : dict[str, numpy.ndarray], shape (items, classes)
        by sensor, of classifiers that had not seen the item's group
    labels : numpy.ndarray, shape (items,)
        true classes
    groups : numpy.ndarray, shape (items,)
        subject, session or machine of each item
    folds : int
        number of folds, at most the number of groups
    strength : float
        inverse of the regularisation

    Returns
    -------
    fused : numpy.ndarray, shape (items, classes)
        rows that sum to 1, columns as the sorted classes

    Raises
    ------
    ValueError
        where there are less than two groups, or lengths differ

    Notes
    -----
    Time: O(folds times items times sensors times classes²). Memory: O(items times sensors times classes).
    Keywords: stacking, meta-learner, late fusion, second level.

    References
    ----------
    D. H. Wolpert, "Stacked Generalization", Neural Networks 5(2), 1992. doi:10.1016/S0893-6080(05)80023-1.
    K. M. Ting and I. H. Witten, "Issues in Stacked Generalization", Journal of Artificial Intelligence Research 10,
    1999. doi:10.1613/jair.594

    Examples
    --------
    >>> truth, people = np.tile([0, 1], 20), np.repeat([1, 2, 3, 4], 10)
    >>> liar = np.where(truth[:, None] == np.arange(2), 0.1, 0.9)
    >>> bool((decision_stacking({"liar": liar}, truth, people).argmax(axis=1) == truth).all())
    True
    """
    labels, groups = np.asarray(labels), np.asarray(groups)
    blocks = [np.log(np.clip(np.asarray(probabilities[sensor], float), 1e-3, 1)) for sensor in sorted(probabilities)]
    if any(len(block) != len(labels) for block in blocks) or len(groups) != len(labels) or len(np.unique(groups)) < 2:
        raise ValueError("probabilities, labels and groups of the same items, from two groups or more, are needed")
    inputs, classes = np.hstack(blocks), np.unique(labels)
    fused = np.zeros((len(labels), len(classes)))
    for training, held_out in GroupKFold(min(folds, len(np.unique(groups)))).split(inputs, labels, groups):
        model = LogisticRegression(C=strength, max_iter=2000).fit(inputs[training], labels[training])
        columns = np.searchsorted(classes, model.classes_)
        fused[np.ix_(held_out, columns)] = model.predict_proba(inputs[held_out])
    return fused
