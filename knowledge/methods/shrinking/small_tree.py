"""A decision tree within a budget of nodes."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier


def small_tree(
    train_matrix: np.ndarray, train_targets: np.ndarray, nodes: int = 63, leaf: int = 5, seed: int = 0
) -> tuple[DecisionTreeClassifier, np.ndarray]:
    """Grow a decision tree and cut it back by cost-complexity pruning until it has no more nodes than a board can hold: the
    branches that cost least accuracy for the nodes they take go first.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        training features, without NaN
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    nodes : int
        most nodes, leaves among them
    leaf : int
        fewest items in a leaf
    seed : int
        of the order in which features of equal worth are tried

    Returns
    -------
    tree : DecisionTreeClassifier
        fitted tree of balanced classes
    classes : numpy.ndarray, shape (classes,)
        label of each class number

    Raises
    ------
    ValueError
        where a feature is not finite, or there is no room for a single split

    Notes
    -----
    Time: O(items features log(items) log(prunings)). Memory: O(items features).
    Keywords: CART, cost-complexity pruning, TinyML, model budget, microcontroller.

    References
    ----------
    L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and Regression Trees", 1984, chapter 3.

    Examples
    --------
    >>> points = np.column_stack([np.linspace(-1, 1, 500), np.sin(np.arange(500))])
    >>> tree, classes = small_tree(points, np.where(points[:, 0] > 0, "right", "left"), nodes=3)
    >>> tree.tree_.node_count, classes.tolist()
    (3, ['left', 'right'])
    """
    train_matrix = np.asarray(train_matrix, dtype=float)
    if not np.isfinite(train_matrix).all():
        raise ValueError("train_matrix: one feature is not finite")
    if nodes < 3:
        raise ValueError(f"nodes: {nodes} leave no room for a split")
    fixed = {"min_samples_leaf": leaf, "class_weight": "balanced", "random_state": seed}
    costs = DecisionTreeClassifier(**fixed).cost_complexity_pruning_path(train_matrix, train_targets).ccp_alphas
    least, most = 0, len(costs) - 1
    while least < most:
        middle = (least + most) // 2
        pruned = DecisionTreeClassifier(ccp_alpha=max(costs[middle], 0.0), **fixed).fit(train_matrix, train_targets)
        least, most = (least, middle) if pruned.tree_.node_count <= nodes else (middle + 1, most)
    tree = DecisionTreeClassifier(ccp_alpha=max(costs[least], 0.0), **fixed).fit(train_matrix, train_targets)
    return tree, tree.classes_
