"""Which classes are taken for which others."""

from __future__ import annotations

import numpy as np


def confusion_matrix(targets: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Count for every true class how often each class was predicted, and name the pairs that are confused most.

    Parameters
    ----------
    targets : numpy.ndarray, shape (items,)
        true label of every item
    predicted : numpy.ndarray, shape (items,)
        label that every item was given

    Returns
    -------
    counts : numpy.ndarray, shape (classes, classes)
        items by true class (row) and predicted class (column)
    classes : numpy.ndarray, shape (classes,)
        the classes in the order of rows and columns
    confusions : dict[str, float]
        share of a true class that is taken for another, by "true -> predicted", the largest first; none that is 0

    Raises
    ------
    ValueError
        where the arguments differ in length

    Notes
    -----
    Plain NumPy. Time: O(items log items). Memory: O(items + classes²).
    Keywords: contingency table, error matrix, misclassification, class confusion.

    References
    ----------
    S. V. Stehman, "Selecting and interpreting measures of thematic classification accuracy", Remote Sensing of
    Environment 62(1), 1997.

    Examples
    --------
    >>> counts, classes, confusions = confusion_matrix(np.array(list("aaab")), np.array(list("aabb")))
    >>> counts.tolist(), classes.tolist(), {pair: round(share, 2) for pair, share in confusions.items()}
    ([[2, 1], [0, 1]], ['a', 'b'], {'a -> b': 0.33})
    """
    if len(targets) != len(predicted):
        raise ValueError("targets and predicted differ in length")
    classes, codes = np.unique(np.concatenate([targets, predicted]), return_inverse=True)
    counts = np.zeros((len(classes), len(classes)), np.int64)
    np.add.at(counts, (codes[: len(targets)], codes[len(targets) :]), 1)
    shares = {
        f"{classes[true]} -> {classes[given]}": float(counts[true, given] / counts[true].sum())
        for true, given in np.argwhere(counts)
        if true != given
    }
    return counts, classes, dict(sorted(shares.items(), key=lambda pair: -pair[1]))
