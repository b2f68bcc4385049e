"""What one sensor's classifier says of people it has never seen."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import GroupKFold


def out_of_fold_probabilities(
    features: np.ndarray, labels: np.ndarray, groups: np.ndarray, folds: int = 5, trees: int = 100, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Give for every item the class probabilities of a classifier that was trained on other groups only: the honest
    input of every fusion of decisions.

    Parameters
    ----------
    features : numpy.ndarray, shape (items, features)
        of one sensor
    labels : numpy.ndarray, shape (items,)
        true classes
    groups : numpy.ndarray, shape (items,)
        subject, session or machine of each item; kept together in the folds
    folds : int
        number of folds, at most the number of groups
    trees : int
        number of randomised trees
    seed : int
        of the trees

    Returns
    -------
    probabilities : numpy.ndarray, shape (items, classes)
        rows that sum to 1
    classes : numpy.ndarray, shape (classes,)
        the class of each column, sorted

    Raises
    ------
    ValueError
        where there are less than two groups or two classes, or lengths differ

    Notes
    -----
    Time: O(folds times trees times items log items). Memory: O(trees times items).
    Keywords: cross-validation, leave-subjects-out, late fusion, extremely randomised trees.

    References
    ----------
    D. H. Wolpert, "Stacked Generalization", Neural Networks 5(2), 1992. doi:10.1016/S0893-6080(05)80023-1.
    P. Geurts, D. Ernst and L. Wehenkel, "Extremely Randomized Trees", Machine Learning 63, 2006.
    doi:10.1007/s10994-006-6226-1

    Examples
    --------
    >>> kinds, people = np.tile(["walk", "sit"], 20), np.repeat(["a", "b", "c", "d"], 10)
    >>> probabilities, classes = out_of_fold_probabilities((kinds == "walk")[:, None] * 1.0, kinds, people)
    >>> classes.tolist(), probabilities[0].tolist()
    (['sit', 'walk'], [0.0, 1.0])
    """
    features, labels, groups = np.asarray(features, float), np.asarray(labels), np.asarray(groups)
    if not len(features) == len(labels) == len(groups):
        raise ValueError(f"{len(features)} features, {len(labels)} labels and {len(groups)} groups; the same is needed")
    classes = np.unique(labels)
    if len(classes) < 2 or len(np.unique(groups)) < 2:
        raise ValueError("labels and groups need two kinds or more")
    probabilities = np.zeros((len(labels), len(classes)))
    splits = GroupKFold(min(folds, len(np.unique(groups)))).split(features, labels, groups)
    for training, held_out in splits:
        forest = ExtraTreesClassifier(trees, random_state=seed, min_samples_leaf=2).fit(
            features[training], labels[training]
        )
        columns = np.searchsorted(classes, forest.classes_)
        probabilities[np.ix_(held_out, columns)] = forest.predict_proba(features[held_out])
    return probabilities, classes
