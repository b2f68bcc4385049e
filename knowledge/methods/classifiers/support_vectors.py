"""Support vector machines with settings chosen on unseen groups."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

GRID = {"svc__C": [0.3, 3.0, 30.0], "svc__gamma": ["scale", 0.01, 0.1]}


def support_vectors(
    train_matrix: np.ndarray, train_targets: np.ndarray, train_groups: np.ndarray, matrix: np.ndarray
) -> tuple[np.ndarray, dict[str, object]]:
    """Classify items by a support vector machine with a radial kernel over standardised features. The penalty and the
    kernel's width are chosen by cross-validation inside the training set that keeps its groups together.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    train_groups : numpy.ndarray, shape (train_items,)
        who or what every known item comes from
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the label of every item
    settings : dict[str, object]
        the chosen ``C`` and ``gamma``

    Raises
    ------
    ValueError
        where the training items have fewer than two labels or two groups

    Notes
    -----
    Time: O(train_items² · features) for each of 9 settings and up to 3 folds. Memory: O(train_items²).
    Keywords: SVM, SVC, kernel machine, RBF, maximum margin, grid search.

    References
    ----------
    C. Cortes and V. Vapnik, "Support-Vector Networks", Machine Learning 20, 1995. doi:10.1007/BF00994018

    Examples
    --------
    >>> angle = np.linspace(0, 6, 40)
    >>> rings = np.r_[np.c_[np.cos(angle), np.sin(angle)], 3 * np.c_[np.cos(angle), np.sin(angle)]]
    >>> labels, groups = np.repeat(["inner", "outer"], 40), np.tile(["a", "b"], 40)
    >>> support_vectors(rings, labels, groups, np.array([[0.0, 0.9], [-3.0, 0.5]]))[0].tolist()
    ['inner', 'outer']
    """
    if len(np.unique(train_targets)) < 2 or len(np.unique(train_groups)) < 2:
        raise ValueError("train_targets, train_groups: two labels and two groups are needed")
    machine = make_pipeline(StandardScaler(), SVC(class_weight="balanced"))
    folds = GroupKFold(min(3, len(np.unique(train_groups))))
    search = GridSearchCV(machine, GRID, cv=folds, error_score=0.0)
    search.fit(train_matrix, train_targets, groups=train_groups)
    chosen = {name.removeprefix("svc__"): value for name, value in search.best_params_.items()}
    return search.predict(matrix), chosen
