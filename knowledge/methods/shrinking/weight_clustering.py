"""Weights that share few values."""

from __future__ import annotations

import math

import numpy as np
from sklearn.cluster import KMeans


def weight_clustering(weights: np.ndarray, clusters: int = 16) -> tuple[np.ndarray, np.ndarray, float]:
    """Let the weights of a layer share a small codebook: k-means over their values, started at evenly spaced centres so that
    the rare large weights keep centres of their own. Only short indices and the codebook are stored.

    Parameters
    ----------
    weights : numpy.ndarray, shape (...)
        weights of one layer, any shape, without NaN
    clusters : int
        values in the codebook, 2 to 256

    Returns
    -------
    codebook : numpy.ndarray, shape (clusters,)
        shared values, increasing
    indices : numpy.ndarray, shape (...)
        uint8 of the weights' shape; codebook[indices] are the shared weights
    ratio : float
        size in 32-bit floats over size of indices and codebook

    Raises
    ------
    ValueError
        where the weights are not finite or have fewer distinct values than clusters, or these are out of range

    Notes
    -----
    Time: O(weights clusters iterations). Memory: O(weights clusters).
    Keywords: weight sharing, codebook, k-means, vector quantisation, deep compression.

    References
    ----------
    S. Han, H. Mao and W. J. Dally, "Deep Compression: Compressing Deep Neural Networks with Pruning, Trained Quantization and
    Huffman Coding", ICLR 2016, section 3. arXiv:1510.00149

    Examples
    --------
    >>> codebook, indices, _ = weight_clustering(np.array([[1.0, 1.1], [-2.0, -2.2]]), 2)
    >>> codebook[indices].round(4).tolist()
    [[1.05, 1.05], [-2.1, -2.1]]
    """
    weights = np.asarray(weights, dtype=float)
    if not 2 <= clusters <= 256:
        raise ValueError(f"clusters: {clusters} is not between 2 and 256")
    if not np.isfinite(weights).all() or np.unique(weights).size < clusters:
        raise ValueError("weights: one is not finite, or there are fewer values than clusters")
    start = np.linspace(weights.min(), weights.max(), clusters)[:, None]
    found = KMeans(clusters, init=start, n_init=1).fit(weights.reshape(-1, 1))
    order = np.argsort(found.cluster_centers_[:, 0])
    indices = np.argsort(order)[found.labels_].reshape(weights.shape).astype(np.uint8)
    packed = weights.size * math.ceil(math.log2(clusters)) + 32 * clusters
    return found.cluster_centers_[order, 0], indices, 32 * weights.size / packed
