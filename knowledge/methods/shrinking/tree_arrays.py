"""A decision tree as small integer arrays."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier

_MOST = 32767


def tree_arrays(tree: DecisionTreeClassifier, features: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Turn a trained decision tree into parallel arrays that a board without floating point can walk: the feature of each node,
    its threshold in 16 bits of that feature's range, the left child and the class. A right child stands behind its left one's
    branch and is kept as a number as well.

    Parameters
    ----------
    tree : DecisionTreeClassifier
        fitted tree of one output
    features : numpy.ndarray, shape (train_items, features)
        training data, which tell the range of each feature

    Returns
    -------
    nodes : dict[str, numpy.ndarray]
        feature (-1 in a leaf), threshold, left, right, leaf (number of the class), each of shape (nodes,), int16
    scales : numpy.ndarray, shape (features,)
        a feature is multiplied by its scale, rounded down and saturated to 16 bits before it is compared

    Raises
    ------
    ValueError
        where the tree was fitted on other features, or has more than 32767 nodes

    Notes
    -----
    Time: O(nodes + items features). Memory: O(nodes). Training data far smaller than the features seen later costs accuracy:
    those saturate.
    Keywords: TinyML, microcontroller, fixed point, emlearn, model export.

    References
    ----------
    L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and Regression Trees", 1984, chapter 2 (the tree); the
    arrays are those of scikit-learn's ``sklearn.tree._tree.Tree``.

    Examples
    --------
    >>> data = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> nodes, scales = tree_arrays(DecisionTreeClassifier(max_depth=1).fit(data, [0, 0, 1, 1]), data)
    >>> nodes["feature"].tolist(), nodes["leaf"].tolist()
    ([0, -1, -1], [0, 0, 1])
    """
    features = np.asarray(features, dtype=float)
    if features.ndim != 2 or features.shape[1] != tree.n_features_in_:
        raise ValueError(f"features: {features.shape} are not those of the tree, which has {tree.n_features_in_}")
    inner = tree.tree_
    if inner.node_count > _MOST:
        raise ValueError(f"tree: {inner.node_count} nodes do not fit 16 bits")
    widest = np.abs(features).max(axis=0)
    scales = _MOST / 2 / np.where(widest > 0, widest, 1.0)
    split = inner.children_left >= 0
    used = np.where(split, inner.feature, 0)
    nodes = {
        "feature": np.where(split, inner.feature, -1),
        "threshold": np.where(split, np.clip(np.floor(inner.threshold * scales[used]), -_MOST - 1, _MOST), 0),
        "left": np.where(split, inner.children_left, 0),
        "right": np.where(split, inner.children_right, 0),
        "leaf": np.where(split, 0, inner.value[:, 0, :].argmax(axis=1)),
    }
    return {name: column.astype(np.int16) for name, column in nodes.items()}, scales
