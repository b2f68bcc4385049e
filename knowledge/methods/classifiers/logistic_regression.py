"""Classification by a linear model of the log odds."""

from __future__ import annotations

import numpy as np


def _softmax(scores: np.ndarray) -> np.ndarray:
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _standardised(known: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both with mean 0 and deviation 1 of the known items, and a column of ones for the intercept."""
    mean, spread = known.mean(axis=0), known.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    return (
        np.column_stack([(known - mean) / scale, np.ones(len(known))]),
        np.column_stack([(asked - mean) / scale, np.ones(len(asked))]),
    )


def logistic_regression(
    train_matrix: np.ndarray, train_targets: np.ndarray, matrix: np.ndarray, penalty: float = 1.0, steps: int = 500
) -> tuple[np.ndarray, np.ndarray]:
    """Classify items by multinomial logistic regression with an L2 penalty, fitted by accelerated gradient descent at the
    step size that the data's largest singular value allows. Gives probabilities that can be compared with a threshold.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify
    penalty : float
        weight of the squared coefficients; the intercept is free
    steps : int
        steps of the descent

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the most probable label of every item
    probabilities : numpy.ndarray, shape (items, classes)
        probability of every class, the classes in sorted order; rows add up to 1

    Raises
    ------
    ValueError
        where the training items have fewer than two labels, or the numbers of features differ

    Notes
    -----
    Plain NumPy. Time: O(steps · train_items · features · classes). Memory: O(train_items · (features + classes)).
    Keywords: softmax regression, linear classifier, maximum entropy, calibrated probability, log odds.

    References
    ----------
    T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 4.4;
    Y. Nesterov, "Introductory Lectures on Convex Optimization", 2004, section 2.2.

    Examples
    --------
    >>> known, labels = np.array([[0.0], [1.0], [3.0], [4.0]]), np.array(["dry", "dry", "wet", "wet"])
    >>> predicted, probabilities = logistic_regression(known, labels, np.array([[0.5], [2.0], [3.5]]))
    >>> predicted[[0, 2]].tolist(), probabilities[1].round(3).tolist()
    (['dry', 'wet'], [0.5, 0.5])
    """
    classes, codes = np.unique(train_targets, return_inverse=True)
    if len(classes) < 2 or train_matrix.shape[1] != matrix.shape[1]:
        raise ValueError("train_matrix: items of two labels with the same features as the others are needed")
    known, asked = _standardised(np.asarray(train_matrix, np.float64), np.asarray(matrix, np.float64))
    shrunk = np.r_[np.full(known.shape[1] - 1, penalty), 0.0][:, None]
    wanted = np.eye(len(classes))[codes]
    step = 1 / (0.5 * np.linalg.norm(known, 2) ** 2 + penalty)
    weights = ahead = np.zeros((known.shape[1], len(classes)))
    for number in range(steps):
        before = weights
        weights = ahead - step * (known.T @ (_softmax(known @ ahead) - wanted) + shrunk * ahead)
        ahead = weights + number / (number + 3) * (weights - before)
    probabilities = _softmax(asked @ weights)
    return classes[probabilities.argmax(axis=1)], probabilities
