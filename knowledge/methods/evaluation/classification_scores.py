"""How well labels were predicted."""

from __future__ import annotations

import numpy as np


def classification_scores(targets: np.ndarray, predicted: np.ndarray) -> tuple[float, float, float, dict[str, float]]:
    """Score predicted labels by accuracy, by the mean F1 of the classes, which a rare class moves as much as a frequent one,
    and by the mean recall of the classes (balanced accuracy).

    Parameters
    ----------
    targets : numpy.ndarray, shape (items,)
        true label of every item
    predicted : numpy.ndarray, shape (items,)
        label that every item was given

    Returns
    -------
    accuracy : float
        share of right labels, 0 to 1
    macro_f1 : float
        mean F1 score of the classes that are true or predicted somewhere, 0 to 1
    balanced_accuracy : float
        mean recall of the true classes, 0 to 1
    f1 : dict[str, float]
        F1 score of each class

    Raises
    ------
    ValueError
        where there are no items, or the arguments differ in length

    Notes
    -----
    Plain NumPy. Time: O(items · classes). Memory: O(items).
    Keywords: precision, recall, F1 score, balanced accuracy, unbalanced classes.

    References
    ----------
    M. Sokolova and G. Lapalme, "A systematic analysis of performance measures for classification tasks", Information
    Processing and Management 45, 2009. doi:10.1016/j.ipm.2009.03.002

    Examples
    --------
    >>> classification_scores(np.array(list("aaab")), np.array(list("aaba")))
    (0.5, 0.3333333333333333, 0.3333333333333333, {'a': 0.6666666666666666, 'b': 0.0})
    """
    targets, predicted = np.asarray(targets), np.asarray(predicted)
    if not len(targets) or len(targets) != len(predicted):
        raise ValueError("targets, predicted: as many labels in both are needed, and at least one")
    f1, recalls = {}, []
    for label in np.unique(np.concatenate([targets, predicted])):
        right = int(((targets == label) & (predicted == label)).sum())
        true, given = int((targets == label).sum()), int((predicted == label).sum())
        f1[str(label)] = 2 * right / (true + given)
        if true:
            recalls.append(right / true)
    mean_f1, mean_recall = sum(f1.values()) / len(f1), sum(recalls) / len(recalls)
    return float((targets == predicted).mean()), mean_f1, mean_recall, f1
