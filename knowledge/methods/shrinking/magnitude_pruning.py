"""Weights without the smallest ones."""

from __future__ import annotations

import numpy as np


def magnitude_pruning(weights: np.ndarray, sparsity: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    """Set the given share of a layer's weights to 0, those of least magnitude, and give the mask that keeps them at 0 while the
    network is trained further.

    Parameters
    ----------
    weights : numpy.ndarray, shape (...)
        weights of one layer, any shape, without NaN
    sparsity : float
        share of weights that become 0, from 0 to below 1

    Returns
    -------
    pruned : numpy.ndarray, shape (...)
        the weights, the smallest set to 0
    mask : numpy.ndarray, shape (...)
        true where a weight stays; of the same shape

    Raises
    ------
    ValueError
        where the weights are not finite or the sparsity is out of range

    Notes
    -----
    Time: O(weights). Memory: O(weights). Plain NumPy. Exactly round(sparsity * weights) become 0, ties by their place.
    Keywords: unstructured pruning, sparse network, compression, lottery ticket.

    References
    ----------
    S. Han, J. Pool, J. Tran and W. J. Dally, "Learning both Weights and Connections for Efficient Neural Networks", NIPS
    2015, section 3.

    Examples
    --------
    >>> pruned, mask = magnitude_pruning(np.array([[0.1, -2.0], [0.5, -0.2]]), 0.5)
    >>> pruned.tolist()
    [[0.0, -2.0], [0.5, 0.0]]
    """
    weights = np.asarray(weights, dtype=float)
    if not np.isfinite(weights).all():
        raise ValueError("weights: one is not finite")
    if not 0 <= sparsity < 1:
        raise ValueError(f"sparsity: {sparsity} is not from 0 to below 1")
    mask = np.ones(weights.shape, dtype=bool)
    mask.flat[np.argsort(np.abs(weights), axis=None, kind="stable")[: round(sparsity * weights.size)]] = False
    return np.where(mask, weights, 0.0), mask
