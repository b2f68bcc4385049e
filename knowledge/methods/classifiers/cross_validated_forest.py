"""A random forest, judged on groups that it has not seen."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, cross_val_predict


def _splitter(targets: np.ndarray, groups: np.ndarray, folds: int, seed: int) -> GroupKFold | StratifiedGroupKFold:
    """As many folds as there are groups for; labels in proportion where every label has a group for each fold."""
    count = min(folds, len(np.unique(groups)))
    if count < 2:
        raise ValueError("item_groups: at least two groups are needed to judge on unseen ones")
    fewest = min(len(np.unique(groups[targets == label])) for label in np.unique(targets))
    if fewest < count:
        return GroupKFold(count)
    return StratifiedGroupKFold(count, shuffle=True, random_state=seed)


def cross_validated_forest(
    matrix: np.ndarray, targets: np.ndarray, item_groups: np.ndarray, folds: int = 5, trees: int = 200, seed: int = 0
) -> tuple[np.ndarray, float, float]:
    """Classify every item by a random forest that was trained without the item's group: cross-validation whose folds keep
    groups together, so that no subject or session is in training and test at once.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (items, features)
        features of every item
    targets : numpy.ndarray, shape (items,)
        label of every item
    item_groups : numpy.ndarray, shape (items,)
        who or what every item comes from
    folds : int
        how many parts; fewer where there are fewer groups
    trees : int
        trees of each forest
    seed : int
        the same seed gives the same forests and folds

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the label that each item was given by the forest that had not seen its group
    accuracy : float
        share of items with the right label, 0 to 1
    macro_f1 : float
        mean over the labels of their F1 scores, 0 to 1

    Raises
    ------
    ValueError
        where there are fewer than two groups or two labels, or the arguments differ in length

    Notes
    -----
    Time: O(folds · trees · items log items · sqrt(features)). Memory: O(trees · items).
    Keywords: random forest, leave one subject out, grouped k-fold, activity recognition, cross-validation.

    References
    ----------
    L. Breiman, "Random Forests", Machine Learning 45, 2001. doi:10.1023/A:1010933404324

    Examples
    --------
    >>> random = np.random.default_rng(seed=0)
    >>> targets = np.repeat(["sit", "walk"], 20)
    >>> matrix = random.normal(size=(40, 3)) + 5 * (targets == "walk")[:, None]
    >>> predicted, accuracy, macro_f1 = cross_validated_forest(matrix, targets, np.tile(["a", "b"], 20), trees=20)
    >>> accuracy, macro_f1
    (1.0, 1.0)
    """
    if not len(matrix) == len(targets) == len(item_groups):
        raise ValueError("matrix, targets and item_groups differ in length")
    if len(np.unique(targets)) < 2:
        raise ValueError("targets: at least two labels are needed")
    forest = RandomForestClassifier(trees, random_state=seed)
    splitter = _splitter(targets, item_groups, folds, seed)
    predicted = cross_val_predict(forest, matrix, targets, groups=item_groups, cv=splitter)
    accuracy = float(accuracy_score(targets, predicted))
    return predicted, accuracy, float(f1_score(targets, predicted, average="macro"))
