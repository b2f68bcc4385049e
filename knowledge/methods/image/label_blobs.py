"""Connected regions of a mask with their places and sizes."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def label_blobs(mask: np.ndarray, least_area: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the objects in a mask: join touching pixels (also at corners) into regions, drop those too small and measure the
    others.

    Parameters
    ----------
    mask : numpy.ndarray, shape (rows, columns)
        true where a pixel belongs to an object
    least_area : int, in pixels
        smaller regions are noise

    Returns
    -------
    blobs : numpy.ndarray, shape (rows, columns)
        0 for background, else the number of the region from 1, in reading order
    centroids : numpy.ndarray, shape (blobs, 2), in pixels
        row and column of each region's centre
    areas : numpy.ndarray, shape (blobs,), in pixels
        size of each region

    Raises
    ------
    ValueError
        where the mask is not two-dimensional

    Notes
    -----
    Time: O(pixels). Memory: O(pixels).
    Keywords: connected components, object counting, segmentation.

    References
    ----------
    scipy.ndimage.label; A. Rosenfeld and J. L. Pfaltz, "Sequential Operations in Digital Picture Processing", Journal of the
    ACM 13(4), 1966.

    Examples
    --------
    >>> mask = np.array([[1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1]])
    >>> blobs, centroids, areas = label_blobs(mask)
    >>> centroids.tolist(), areas.tolist()
    ([[0.0, 0.5], [1.5, 3.0]], [2, 2])
    """
    mask = np.asarray(mask, bool)
    if mask.ndim != 2:
        raise ValueError(f"a mask has rows and columns, not the shape {mask.shape}")
    found, _count = ndimage.label(mask, np.ones((3, 3), int))
    areas = np.bincount(found.ravel())[1:]
    kept = np.flatnonzero(areas >= least_area) + 1
    renumbered = np.zeros(len(areas) + 1, int)
    renumbered[kept] = np.arange(1, len(kept) + 1)
    blobs = renumbered[found]
    centroids = np.array([np.argwhere(blobs == number).mean(axis=0) for number in range(1, len(kept) + 1)])
    return blobs, centroids.reshape(-1, 2), areas[kept - 1]
