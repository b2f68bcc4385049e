"""People or vehicles in a radar's point cloud, frame by frame."""

from __future__ import annotations

import numpy as np
from sklearn.cluster import DBSCAN

HEIGHT_WEIGHT = 0.25  # a radar's elevation is coarse


def cluster_points(
    points: np.ndarray, radius: float = 0.45, least: int = 6, together: int = 3
) -> tuple[np.ndarray, np.ndarray]:
    """Gather the sparse points of a radar into bodies: the points of a few successive frames are joined where they are dense
    (DBSCAN, height weighted less), and what stays alone is noise. No number of bodies has to be known.

    Parameters
    ----------
    points : numpy.ndarray, shape (points, columns)
        frame number, x, y, z in m, and further columns that are not used
    radius : float, in m
        distance of neighbours in one body
    least : int
        points within the radius that make a dense place
    together : int
        successive frames that are taken together: a single frame is too sparse

    Returns
    -------
    centroids : numpy.ndarray, shape (bodies, 3), in m
        middle of each body
    frames : numpy.ndarray, shape (bodies,)
        last frame of those that each body was seen in, rising

    Raises
    ------
    ValueError
        where points have fewer than four columns or values that are not finite

    Notes
    -----
    Time: O(points x log points) on average. Memory: O(points of a few frames).
    Keywords: DBSCAN, density clustering, mmWave, people detection, segmentation.

    References
    ----------
    M. Ester, H.-P. Kriegel, J. Sander and X. Xu, "A Density-Based Algorithm for Discovering Clusters in Large Spatial
    Databases with Noise", KDD 1996.

    Examples
    --------
    >>> body = np.random.default_rng(0).normal(0, 0.1, (20, 3))
    >>> cloud = np.vstack([body, body + [2, 0, 0], [[9, 9, 9]]])
    >>> centroids, frames = cluster_points(np.column_stack([np.zeros(41), cloud]), together=1)
    >>> np.sort(centroids[:, 0]).round().tolist(), frames.tolist()
    ([0.0, 2.0], [0, 0])
    """
    if points.ndim != 2 or points.shape[1] < 4 or not np.isfinite(points[:, :4]).all():
        raise ValueError(f"points must be finite, of shape (points, 4 or more), not {points.shape}")
    centroids, frames = [np.empty((0, 3))], [np.empty(0, int)]
    for frame in np.unique(points[:, 0]).astype(int):
        near = points[(points[:, 0] <= frame) & (points[:, 0] > frame - together), 1:4]
        labels = DBSCAN(eps=radius, min_samples=least).fit_predict(near * [1, 1, HEIGHT_WEIGHT])
        middles = [near[labels == label].mean(axis=0) for label in range(labels.max() + 1)]
        centroids.extend(middle[None, :] for middle in middles)
        frames.append(np.full(len(middles), frame))
    return np.concatenate(centroids), np.concatenate(frames)
