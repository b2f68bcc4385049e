"""Classes from a decision tree in integer arrays."""

from __future__ import annotations

import numpy as np


def tree_walk(
    nodes: dict[str, np.ndarray], scales: np.ndarray, features: np.ndarray, classes: tuple[str, ...] | np.ndarray = ()
) -> np.ndarray:
    """Classify items with the integer arrays of a decision tree, step by step as the board does: scale a feature to 16 bits,
    compare, go to a child, until a leaf is reached.

    Parameters
    ----------
    nodes : dict[str, numpy.ndarray]
        feature (-1 in a leaf), threshold, left, right and leaf, each of shape (nodes,)
    scales : numpy.ndarray, shape (features,)
        factor of each feature
    features : numpy.ndarray, shape (items, features)
        what is to be classified, without NaN
    classes : tuple[str, ...] | numpy.ndarray, shape (classes,)
        label of each class number; numbers are given where it is empty

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        label or number of the class of each item

    Raises
    ------
    ValueError
        where a feature is NaN, their number is wrong, or the nodes run in a circle

    Notes
    -----
    Time: O(items depth). Memory: O(items features). Plain NumPy.
    Keywords: TinyML, inference, microcontroller, fixed point.

    References
    ----------
    L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and Regression Trees", 1984, chapter 2.

    Examples
    --------
    >>> stump = {"feature": [0, -1, -1], "threshold": [150, 0, 0], "left": [1, 0, 0], "right": [2, 0, 0], "leaf": [0, 0, 1]}
    >>> nodes = {name: np.array(column) for name, column in stump.items()}
    >>> tree_walk(nodes, np.array([100.0]), np.array([[1.2], [1.9]])).tolist()
    [0, 1]
    """
    features = np.asarray(features, dtype=float)
    if features.ndim != 2 or features.shape[1] != len(scales) or np.isnan(features).any():
        raise ValueError(f"features: {features.shape} do not fit {len(scales)} scales, or one is NaN")
    words = np.clip(np.floor(features * scales), -32768, 32767)
    place = np.zeros(len(features), dtype=np.int64)
    items = np.arange(len(features))
    for _ in nodes["feature"]:
        feature = nodes["feature"][place]
        if (feature < 0).all():
            return np.asarray(classes)[nodes["leaf"][place]] if len(classes) else nodes["leaf"][place]
        down = np.where(words[items, feature] <= nodes["threshold"][place], nodes["left"][place], nodes["right"][place])
        place = np.where(feature < 0, place, down)
    raise ValueError("nodes: run in a circle")
