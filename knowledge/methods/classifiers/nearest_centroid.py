"""Classification by the nearest class centre, with a class for what is near none."""

from __future__ import annotations

import numpy as np


def nearest_centroid(
    train_matrix: np.ndarray, train_targets: np.ndarray, matrix: np.ndarray, reject: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Classify items by the nearest mean of a class, in the metric of the pooled covariance within classes (Mahalanobis);
    an item that is farther from every centre than ``reject`` is called unknown.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify
    reject : float
        Mahalanobis distance from which an item is called unknown; 0 never does

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the label of every item, or "unknown"
    distances : numpy.ndarray, shape (items,)
        Mahalanobis distance to the nearest centre

    Raises
    ------
    ValueError
        where there are no training items, or the numbers of features differ

    Notes
    -----
    Plain NumPy. Time: O((train_items + items) · features²). Memory: O(features² + items · classes).
    Keywords: minimum distance classifier, class mean, Mahalanobis, open set, rejection, novelty, template.

    References
    ----------
    R. O. Duda, P. E. Hart and D. G. Stork, "Pattern Classification", 2nd edition, Wiley, 2001, section 2.6.2.

    Examples
    --------
    >>> known, labels = np.array([[0.0, 0], [2, 0], [0, 2], [2, 2], [10, 0], [12, 0], [10, 2], [12, 2]]), list("aaaabbbb")
    >>> predicted, distances = nearest_centroid(known, np.array(labels), np.array([[3.0, 1], [11, 1], [6, 9]]), reject=4.0)
    >>> predicted.tolist(), distances[:2].round(3).tolist()
    (['a', 'b', 'unknown'], [2.0, 0.0])
    """
    if not len(train_matrix) or train_matrix.shape[1] != matrix.shape[1]:
        raise ValueError("train_matrix: items with the same features as the others are needed")
    classes, codes = np.unique(train_targets, return_inverse=True)
    centres = np.stack([train_matrix[codes == code].mean(axis=0) for code in range(len(classes))])
    within = train_matrix - centres[codes]
    covariance = within.T @ within / len(within)
    # A hint of the mean variance keeps the inverse defined where features depend on each other.
    shrunk = covariance + 1e-9 * max(float(np.trace(covariance)) / len(covariance), 1e-12) * np.eye(len(covariance))
    away = matrix[:, None, :] - centres[None, :, :]
    squares = np.einsum("icf,fg,icg->ic", away, np.linalg.inv(shrunk), away)
    distances = np.sqrt(np.maximum(squares.min(axis=1), 0))
    predicted = classes[squares.argmin(axis=1)]
    return np.where((reject > 0) & (distances > reject), "unknown", predicted), distances
