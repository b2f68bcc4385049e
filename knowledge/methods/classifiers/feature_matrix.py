"""One matrix of features with labels and groups, from features by recording."""

from __future__ import annotations

import numpy as np


def feature_matrix(
    features: dict[str, np.ndarray], labels: dict[str, str], groups: dict[str, str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stack the features of labelled recordings into one matrix; a recording gives one item, or one for each of its windows.
    Every item keeps its recording's label and group, so that a split can keep a group together.

    Parameters
    ----------
    features : dict[str, numpy.ndarray], shape (features,) or (windows, features)
        features of every recording by its name; recordings without a label are left out
    labels : dict[str, str]
        label of every recording by its name
    groups : dict[str, str]
        who or what every recording comes from; the recording itself where it is not named

    Returns
    -------
    matrix : numpy.ndarray, shape (items, features)
        all features, the recordings in the order of their names
    targets : numpy.ndarray, shape (items,)
        the label of every item
    item_groups : numpy.ndarray, shape (items,)
        the group of every item

    Raises
    ------
    ValueError
        where no recording has a label, or recordings differ in their number of features

    Notes
    -----
    Plain NumPy. Time: O(items · features). Memory: O(items · features).
    Keywords: design matrix, data set, X and y, stack windows, training data.

    References
    ----------
    T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 2.2.

    Examples
    --------
    >>> features = {"b": np.array([5.0, 6.0]), "a": np.array([[1.0, 2.0], [3.0, 4.0]])}
    >>> matrix, targets, item_groups = feature_matrix(features, {"a": "walk", "b": "sit"}, {"a": "anna", "b": "ben"})
    >>> matrix.tolist(), targets.tolist(), item_groups.tolist()
    ([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], ['walk', 'walk', 'sit'], ['anna', 'anna', 'ben'])
    """
    blocks = {name: np.atleast_2d(features[name]) for name in sorted(features) if name in labels}
    blocks = {name: block for name, block in blocks.items() if block.size}
    if not blocks:
        raise ValueError("labels: no recording that has features is labelled")
    widths = {block.shape[1:] for block in blocks.values()}
    if len(widths) > 1 or any(block.ndim != 2 for block in blocks.values()):
        raise ValueError(f"features: recordings differ in their number of features: {sorted(widths)}")
    counts = [len(block) for block in blocks.values()]
    targets = np.repeat([labels[name] for name in blocks], counts)
    item_groups = np.repeat([groups.get(name, name) for name in blocks], counts)
    return np.concatenate(list(blocks.values())), targets, item_groups
