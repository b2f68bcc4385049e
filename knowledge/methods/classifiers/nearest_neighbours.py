"""Classification by the nearest known items."""

from __future__ import annotations

import numpy as np

BLOCK = 256
"""Items whose distances are held at once."""


def nearest_neighbours(
    train_matrix: np.ndarray, train_targets: np.ndarray, matrix: np.ndarray, neighbours: int = 5
) -> np.ndarray:
    """Classify each item by the labels of its nearest training items, each vote weighted by the inverse of its distance;
    features are standardised by the training set first, so that none outweighs the others by its unit.

    Parameters
    ----------
    train_matrix : numpy.ndarray, shape (train_items, features)
        features of the known items
    train_targets : numpy.ndarray, shape (train_items,)
        their labels
    matrix : numpy.ndarray, shape (items, features)
        features of the items to classify
    neighbours : int
        how many known items vote

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        the label of every item

    Raises
    ------
    ValueError
        where there is no training item, or the numbers of features differ

    Notes
    -----
    Plain NumPy. Time: O(items · train_items · features). Memory: O(train_items · features).
    Keywords: kNN, k nearest neighbor, fingerprinting, instance based, lazy learning.

    References
    ----------
    T. Cover and P. Hart, "Nearest neighbor pattern classification", IEEE Trans. Information Theory 13(1), 1967.
    doi:10.1109/TIT.1967.1053964; S. A. Dudani, "The Distance-Weighted k-Nearest-Neighbor Rule", 1976.

    Examples
    --------
    >>> known, labels = np.array([[0.0, 0.0], [0.1, 900.0], [1.0, 100.0], [1.1, 800.0]]), np.array(["a", "a", "b", "b"])
    >>> nearest_neighbours(known, labels, np.array([[0.05, 700.0], [1.05, 300.0]]), neighbours=3).tolist()
    ['a', 'b']
    """
    if not len(train_matrix) or train_matrix.shape[1] != matrix.shape[1]:
        raise ValueError("train_matrix: items with the same features as the others are needed")
    spread = train_matrix.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    known, asked = train_matrix / scale, matrix / scale
    classes, codes = np.unique(train_targets, return_inverse=True)
    count = min(neighbours, len(known))
    predicted = []
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        distances = np.sqrt(((block[:, None, :] - known[None, :, :]) ** 2).sum(axis=2))
        nearest = np.argpartition(distances, count - 1, axis=1)[:, :count]
        votes = 1 / (np.take_along_axis(distances, nearest, axis=1) + 1e-9)
        counted = np.stack([(votes * (codes[nearest] == code)).sum(axis=1) for code in range(len(classes))], axis=1)
        predicted.append(classes[counted.argmax(axis=1)])
    return np.concatenate(predicted) if predicted else classes[:0]
