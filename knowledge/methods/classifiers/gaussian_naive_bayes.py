"""Classification by one normal distribution for each feature of each class."""

from __future__ import annotations

import numpy as np


def gaussian_naive_bayes(
    train_matrix: np.ndarray, train_targets: np.ndarray, matrix: np.ndarray, smoothing: float = 1e-9
) -> tuple[np.ndarray, np.ndarray]:
    """Classify items by Bayes' rule with a normal distribution for each feature in each class, the features taken as
    independent. A model of a few numbers for each class that a microcontroller can hold.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify
    smoothing : float
        share of the largest variance that is added to all variances

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the most probable label of every item
    probabilities : numpy.ndarray, shape (items, classes)
        probability of every class, the classes in sorted order; rows add up to 1

    Raises
    ------
    ValueError
        where there are no training items, or the numbers of features differ

    Notes
    -----
    Plain NumPy. Time: O(items · features · classes). Memory: O(features · classes).
    Keywords: naive Bayes, posterior probability, tiny model, generative classifier.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", Springer, 2006, sections 4.2 and 8.2.2.

    Examples
    --------
    >>> known, labels = np.array([[0.0], [2.0], [10.0], [12.0]]), np.array(["low", "low", "high", "high"])
    >>> predicted, probabilities = gaussian_naive_bayes(known, labels, np.array([[3.0], [6.0]]))
    >>> predicted[0], probabilities[1].round(3).tolist()
    (np.str_('low'), [0.5, 0.5])
    """
    if not len(train_matrix) or train_matrix.shape[1] != matrix.shape[1]:
        raise ValueError("train_matrix: items with the same features as the others are needed")
    classes = np.unique(train_targets)
    least = max(smoothing * float(train_matrix.var(axis=0).max()), 1e-300)
    scores = []
    for label in classes:
        own = train_matrix[train_targets == label]
        mean, variance = own.mean(axis=0), own.var(axis=0) + least
        likelihood = -0.5 * (np.log(2 * np.pi * variance) + (matrix - mean) ** 2 / variance).sum(axis=1)
        scores.append(likelihood + np.log(len(own) / len(train_matrix)))
    logs = np.stack(scores, axis=1)
    # Probabilities themselves would underflow: the largest of a row is taken as 1 first.
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return classes[logs.argmax(axis=1)], weights / weights.sum(axis=1, keepdims=True)
