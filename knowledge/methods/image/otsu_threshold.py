"""Threshold between two brightness classes by Otsu."""

from __future__ import annotations

import numpy as np


def otsu_threshold(image: np.ndarray, bins: int = 256) -> float:
    """Part an image into dark and bright without a given level: take the threshold that makes the variance between the two
    classes greatest (Otsu).

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, columns)
        grey levels, temperatures or depths of any range
    bins : int
        of the histogram

    Returns
    -------
    threshold : float
        values above it belong to the bright class

    Raises
    ------
    ValueError
        where the image holds fewer than two different numbers

    Notes
    -----
    Time: O(pixels + bins). Memory: O(pixels + bins). NaN is left out.
    Keywords: binarisation, segmentation, bimodal histogram.
    Plain NumPy.

    References
    ----------
    N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Transactions on Systems, Man, and Cybernetics
    9(1), 1979, section II. doi:10.1109/TSMC.1979.4310076

    Examples
    --------
    >>> 20.5 < otsu_threshold(np.array([[20.0, 20.5, 30.0], [20.2, 30.5, 31.0]])) < 30.0
    True
    """
    values = np.asarray(image, float)
    values = values[np.isfinite(values)]
    if values.size == 0 or values.min() == values.max():
        raise ValueError("the image holds fewer than two different values")
    counts, edges = np.histogram(values, bins)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1] / values.size
    mass = np.cumsum(counts * centres)[:-1] / values.size
    mean = (counts * centres).sum() / values.size
    between = (mean * below - mass) ** 2 / (below * (1 - below))
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float(edges[1:-1][best].mean())
