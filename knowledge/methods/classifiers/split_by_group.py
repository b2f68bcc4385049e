"""A training and a test set that share no group."""

from __future__ import annotations

import numpy as np


def split_by_group(
    matrix: np.ndarray, targets: np.ndarray, item_groups: np.ndarray, share: float = 0.3, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split items into a training and a test set such that no group (subject, session, machine) is in both: draw whole
    groups for the test set until it holds its share, and take care that every label stays in the training set.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (items, features)
        features of every item
    targets : numpy.ndarray, shape (items,)
        label of every item
    item_groups : numpy.ndarray, shape (items,)
        who or what every item comes from
    share : float
        share of items to test on, 0 to 1
    seed : int
        the same seed draws the same groups

    Returns
    -------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features to train on
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    train_groups : numpy.ndarray, shape (train_items,)
        their groups
    test_matrix : numpy.ndarray, shape (test_items, features)
        features to test on
    test_targets : numpy.ndarray, shape (test_items,)
        their labels

    Raises
    ------
    ValueError
        where the share is not between 0 and 1, or no group can be left out without losing a label

    Notes
    -----
    Plain NumPy. Time: O(items · groups). Memory: O(items · features).
    Keywords: train test split, hold out, leakage, subject independent, unseen users.

    References
    ----------
    S. Saeb, L. Lonini, A. Jayaraman, D. C. Mohr and K. P. Kording, "The need to approximate the use-case in clinical
    machine learning", GigaScience 6(5), 2017.

    Examples
    --------
    >>> groups = np.repeat(["a", "b", "c"], 4)
    >>> targets = np.tile(["x", "y"], 6)
    >>> train, _, _, test, test_targets = split_by_group(np.arange(12.0)[:, None], targets, groups)
    >>> len(train), len(test), test_targets.tolist()
    (8, 4, ['x', 'y', 'x', 'y'])
    """
    if not 0 < share < 1:
        raise ValueError(f"share: {share} is not between 0 and 1")
    chosen = np.zeros(len(targets), bool)
    for group in np.random.default_rng(seed).permutation(np.unique(item_groups)):
        if chosen.mean() >= share:
            break
        wider = chosen | (item_groups == group)
        if set(targets[~wider]) == set(targets):
            chosen = wider
    if not chosen.any():
        raise ValueError("item_groups: no group can be left out of training without losing a label")
    return matrix[~chosen], targets[~chosen], item_groups[~chosen], matrix[chosen], targets[chosen]
