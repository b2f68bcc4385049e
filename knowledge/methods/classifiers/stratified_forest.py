"""Accuracy of extremely randomised trees in stratified shuffled folds."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict


def stratified_forest(
    matrix: np.ndarray, targets: np.ndarray, folds: int = 5, trees: int = 300, seed: int = 0
) -> tuple[np.ndarray, float, dict[str, float]]:
    """Classify every item by extremely randomised trees that were trained without its fold, where items are whole, separate
    recordings: folds are shuffled and hold every class in proportion. Windows of one recording must not be given: they would
    stand in training and test at once.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (items, features)
        features, one row a recording
    targets : numpy.ndarray, shape (items,)
        label of every item
    folds : int
        how many folds
    trees : int
        how many trees
    seed : int
        of the shuffle and the trees

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        label that each item was given by trees that had not seen it
    accuracy : float
        share of right labels, 0 to 1
    recall : dict[str, float]
        share of right labels by class

    Raises
    ------
    ValueError
        where lengths differ, values are not finite, or a class has fewer items than there are folds

    Notes
    -----
    Time: O(folds x trees x items x log items x sqrt(features)). Memory: O(trees x items).
    Keywords: extra trees, stratified cross-validation, k-fold, human activity recognition.

    References
    ----------
    P. Geurts, D. Ernst and L. Wehenkel, "Extremely Randomized Trees", Machine Learning 63(1), 2006.
    doi:10.1007/s10994-006-6226-1

    Examples
    --------
    >>> matrix = np.repeat(np.eye(3), 10, axis=0) + 0.1 * np.random.default_rng(0).standard_normal((30, 3))
    >>> stratified_forest(matrix, np.repeat(["a", "b", "c"], 10), trees=20)[1]
    1.0
    """
    classes, counts = np.unique(targets, return_counts=True)
    if len(matrix) != len(targets) or not np.isfinite(matrix).all() or counts.min(initial=folds) < folds:
        raise ValueError(f"matrix must be finite with one row a target, and every class have {folds} items or more")
    predicted = cross_val_predict(
        ExtraTreesClassifier(trees, random_state=seed),
        matrix,
        targets,
        cv=StratifiedKFold(folds, shuffle=True, random_state=seed),
    )
    right = np.asarray(predicted) == targets
    recall = {str(name): float(right[targets == name].mean()) for name in classes}
    return np.asarray(predicted), float(right.mean()), recall
