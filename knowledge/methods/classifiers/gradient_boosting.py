"""Boosted trees that stop growing on unseen groups."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss


def _held_out(groups: np.ndarray, targets: np.ndarray, seed: int) -> np.ndarray:
    """Whole groups, about a fifth of the items, without which every label is still there; none where that cannot be."""
    chosen = np.zeros(len(groups), bool)
    for group in np.random.default_rng(seed).permutation(np.unique(groups)):
        wider = chosen | (groups == group)
        if chosen.mean() < 0.2 and set(targets[~wider]) == set(targets):
            chosen = wider
    return chosen


def gradient_boosting(
    train_matrix: np.ndarray,
    train_targets: np.ndarray,
    train_groups: np.ndarray,
    matrix: np.ndarray,
    rounds: int = 100,
    seed: int = 0,
) -> tuple[np.ndarray, int]:
    """Classify items by gradient boosting over histograms of features. How many rounds it takes is found on training groups
    that are held out, since windows of one recording would tell too late that trees learn persons by heart.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items; missing values may be NaN
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    train_groups : numpy.ndarray, shape (train_items,)
        who or what every known item comes from
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify
    rounds : int
        the most rounds
    seed : int
        the same seed holds out the same groups

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the label of every item
    rounds_used : int
        rounds with the least log loss on the groups held out

    Raises
    ------
    ValueError
        where the training items have fewer than two labels

    Notes
    -----
    Time: O(rounds · train_items · features · classes). Memory: O(train_items · features).
    Keywords: boosted trees, LightGBM, XGBoost, early stopping, missing values, tabular.

    References
    ----------
    J. H. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29(5), 2001.
    doi:10.1214/aos/1013203451

    Examples
    --------
    >>> matrix = np.random.default_rng(seed=0).normal(size=(200, 2))
    >>> labels = np.where(matrix[:, 0] * matrix[:, 1] > 0, "same", "differ")
    >>> predicted, _ = gradient_boosting(matrix, labels, np.arange(200) % 5, np.array([[1.0, 1.2], [-1.0, 1.0]]))
    >>> predicted.tolist()
    ['same', 'differ']
    """
    if len(np.unique(train_targets)) < 2:
        raise ValueError("train_targets: at least two labels are needed")
    settings = {"max_iter": rounds, "early_stopping": False, "min_samples_leaf": 5, "random_state": seed}
    held = _held_out(train_groups, train_targets, seed)
    best = rounds
    if held.any():
        trial = HistGradientBoostingClassifier(**settings).fit(train_matrix[~held], train_targets[~held])
        stages = trial.staged_predict_proba(train_matrix[held])
        losses = [log_loss(train_targets[held], stage, labels=trial.classes_) for stage in stages]
        best = int(np.argmin(losses)) + 1
    final = HistGradientBoostingClassifier(**{**settings, "max_iter": best}).fit(train_matrix, train_targets)
    return final.predict(matrix), best
