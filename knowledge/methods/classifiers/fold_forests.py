"""Extremely randomised trees of every stratified fold, as arrays that need no package to be walked."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import StratifiedKFold

_SIDES = ("children_left", "children_right")


def _children(children: np.ndarray) -> np.ndarray:
    return np.where(children < 0, np.arange(len(children)), children)


def _arrays(forest: ExtraTreesClassifier) -> dict[str, np.ndarray]:
    """All trees one behind the other; a leaf is its own child."""
    trees = [one.tree_ for one in forest.estimators_]
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])[:-1]
    left, right = (np.concatenate([_children(getattr(tree, side)) for tree in trees]) for side in _SIDES)
    behind = np.repeat(starts, [tree.node_count for tree in trees])
    return {
        "roots": starts.astype(np.int32),
        "feature": np.concatenate([np.maximum(tree.feature, 0) for tree in trees]).astype(np.int16),
        "threshold": np.concatenate([tree.threshold for tree in trees]),
        "left": (left + behind).astype(np.int32),
        "right": (right + behind).astype(np.int32),
        "leaf": np.concatenate([tree.value[:, 0].argmax(axis=1) for tree in trees]).astype(np.int16),
        "classes": forest.classes_,
    }


def fold_forests(
    features: dict[str, np.ndarray],
    labels: dict[str, str],
    folds: int = 5,
    trees: int = 300,
    share: float = 0.2,
    seed: int = 0,
) -> tuple[list[dict[str, np.ndarray]], dict[str, int]]:
    """Train one forest for each fold on all recordings outside of it, for a cross-validation whose inference runs apart from
    its training, on a device that has NumPy alone. Folds are shuffled and hold every class in proportion.

    Parameters
    ----------
    features : dict[str, numpy.ndarray], shape (features,)
        features of every recording by its name; recordings without a label are left out
    labels : dict[str, str]
        label of every recording by its name
    folds : int
        how many folds
    trees : int
        how many trees a forest has
    share : float
        share of the features that each split tries; few, and the telling ones drown where most tell nothing
    seed : int
        of the shuffle and the trees

    Returns
    -------
    forests : list[dict[str, numpy.ndarray]]
        by fold: nodes of all trees (feature, threshold, left, right, leaf: the number of a class), roots and classes
    fold_of : dict[str, int]
        number of the fold that each recording is in: the forest that has not seen it

    Raises
    ------
    ValueError
        where features are not finite, or a class has fewer recordings than there are folds

    Notes
    -----
    Time: O(folds x trees x items x log items x sqrt(features)). Memory: O(folds x trees x items).
    Keywords: extra trees, stratified cross-validation, model export, train apart from inference.

    References
    ----------
    P. Geurts, D. Ernst and L. Wehenkel, "Extremely Randomized Trees", Machine Learning 63(1), 2006.
    doi:10.1007/s10994-006-6226-1

    Examples
    --------
    >>> features = {f"{kind}{n}": np.array([float(kind == "a"), n % 3]) for kind in "ab" for n in range(6)}
    >>> forests, fold_of = fold_forests(features, {name: name[0] for name in features}, folds=3, trees=4)
    >>> len(forests), sorted(set(fold_of.values())), len(forests[0]["roots"]), forests[0]["classes"].tolist()
    (3, [0, 1, 2], 4, ['a', 'b'])
    """
    names = sorted(set(features) & set(labels))
    targets = np.array([labels[name] for name in names])
    matrix = np.array([features[name] for name in names], dtype=float)
    counts = np.unique(targets, return_counts=True)[1]
    if counts.min(initial=len(names)) < folds or not np.isfinite(matrix).all():
        raise ValueError(f"features must be finite, and every class have {folds} labelled recordings or more")
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    forests: list[dict[str, np.ndarray]] = []
    fold_of: dict[str, int] = {}
    for number, (seen, unseen) in enumerate(split.split(matrix, targets)):
        forest = ExtraTreesClassifier(trees, max_features=share, random_state=seed)
        forests.append(_arrays(forest.fit(matrix[seen], targets[seen])))
        fold_of |= {names[item]: number for item in unseen}
    return forests, fold_of
