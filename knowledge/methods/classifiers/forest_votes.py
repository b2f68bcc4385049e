"""Labels of recordings by the votes of a forest that is kept as arrays."""

from __future__ import annotations

import numpy as np


def _voted(forest: dict[str, np.ndarray], values: np.ndarray) -> str:
    """The class that most trees lead to; of equal ones the first."""
    place = forest["roots"]
    # A leaf is its own child: all trees have ended when none moves any more.
    while True:
        smaller = values[forest["feature"][place]] <= forest["threshold"][place]
        below = np.where(smaller, forest["left"][place], forest["right"][place])
        if np.array_equal(below, place):
            break
        place = below
    votes = np.bincount(forest["leaf"][place], minlength=len(forest["classes"]))
    return str(forest["classes"][votes.argmax()])


def forest_votes(
    features: dict[str, np.ndarray],
    labels: dict[str, str],
    forests: list[dict[str, np.ndarray]],
    fold_of: dict[str, int],
) -> tuple[dict[str, str], float, dict[str, float]]:
    """Recognise every recording by a forest that was trained without it, one recording after the other as a small device does,
    and compare with the labels.

    Parameters
    ----------
    features : dict[str, numpy.ndarray], shape (features,)
        features of every recording by its name
    labels : dict[str, str]
        true label of every recording, for the score alone
    forests : list[dict[str, numpy.ndarray]]
        by fold: feature, threshold, left, right and leaf of the nodes of all trees, their roots, and the classes; a leaf is
        its own child
    fold_of : dict[str, int]
        number of the forest that has not seen a recording; others are left out

    Returns
    -------
    predicted : dict[str, str]
        label given to each recording
    accuracy : float
        share of right labels, 0 to 1
    recall : dict[str, float]
        share of right labels by true label

    Raises
    ------
    ValueError
        where no recording has a fold, or one has a fold without features or label

    Notes
    -----
    Plain NumPy. Time: O(recordings x trees x depth). Memory: O(nodes of all forests): no package for training is needed.
    Keywords: inference on the edge, random forest, majority vote, small memory.

    References
    ----------
    L. Breiman, "Random Forests", Machine Learning 45(1), 2001. doi:10.1023/A:1010933404324

    Examples
    --------
    >>> nodes = {"feature": [0, 0, 0], "threshold": [0.5, 0.0, 0.0], "left": [1, 1, 2], "right": [2, 1, 2], "leaf": [0, 0, 1]}
    >>> stump = {name: np.array(column) for name, column in nodes.items()}
    >>> forest = {**stump, "roots": np.array([0]), "classes": np.array(["sit", "walk"])}
    >>> forest_votes({"p": np.array([0.2]), "q": np.array([0.9])}, {"p": "sit", "q": "sit"}, [forest], {"p": 0, "q": 0})
    ({'p': 'sit', 'q': 'walk'}, 0.5, {'sit': 0.5})
    """
    if not fold_of or set(fold_of) - (set(features) & set(labels)):
        raise ValueError("fold_of: every recording in it needs features and a label, and there must be one")
    # Single precision, as the trees were trained on.
    predicted = {
        name: _voted(forests[fold], np.asarray(features[name], np.float32)) for name, fold in sorted(fold_of.items())
    }
    right = {name: predicted[name] == str(labels[name]) for name in predicted}
    recall = {
        str(label): float(np.mean([right[name] for name in right if labels[name] == label]))
        for label in sorted({labels[name] for name in right})
    }
    return predicted, sum(right.values()) / len(right), recall
