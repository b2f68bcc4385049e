"""The accuracy for each subject, and for the worst of them."""

from __future__ import annotations

import numpy as np


def group_accuracy(
    targets: np.ndarray, predicted: np.ndarray, item_groups: np.ndarray
) -> tuple[dict[str, float], float, float, float]:
    """Score predicted labels for every group (subject, room, machine) by itself, with the mean over groups, its standard
    error, and the worst group: what a new user has to expect, which the accuracy over all items hides.

    Parameters
    ----------
    targets : numpy.ndarray, shape (items,)
        true label of every item
    predicted : numpy.ndarray, shape (items,)
        label that every item was given
    item_groups : numpy.ndarray, shape (items,)
        the group of every item

    Returns
    -------
    accuracies : dict[str, float]
        share of right labels by group, 0 to 1
    mean_accuracy : float
        mean over the groups, each with the same weight
    standard_error : float
        standard error of that mean over groups; NaN for one group
    worst_accuracy : float
        the accuracy of the worst group

    Raises
    ------
    ValueError
        where there are no items, or the arguments differ in length

    Notes
    -----
    Plain NumPy. Time: O(items log items). Memory: O(items).
    Keywords: per subject accuracy, fairness, leave one subject out, worst case, generalisation.

    References
    ----------
    N. Y. Hammerla and T. Plötz, "Let's (not) stick together: pairwise similarity biases cross-validation in activity
    recognition", ACM UbiComp, 2015. doi:10.1145/2750858.2807551

    Examples
    --------
    >>> group_accuracy(np.array(list("xyxy")), np.array(list("xyxx")), np.array(["ann", "ann", "bob", "bob"]))
    ({'ann': 1.0, 'bob': 0.5}, 0.75, 0.25, 0.5)
    """
    if not len(targets) or not len(targets) == len(predicted) == len(item_groups):
        raise ValueError("targets, predicted, item_groups: as many items in each are needed, and at least one")
    right = np.asarray(targets) == np.asarray(predicted)
    accuracies = {str(group): float(right[item_groups == group].mean()) for group in np.unique(item_groups)}
    values = np.array(list(accuracies.values()))
    error = float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")
    return accuracies, float(values.mean()), error, float(values.min())
