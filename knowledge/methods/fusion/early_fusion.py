"""Features of several sensors joined into one vector."""

from __future__ import annotations

import numpy as np


def early_fusion(features: dict[str, np.ndarray]) -> np.ndarray:
    """Join the features of several sensors into one vector an item, each scaled robustly and each sensor weighted
    alike however many features it has (block scaling).

    Parameters
    ----------
    features : dict[str, numpy.ndarray], shape (items, features)
        by sensor; the same items in the same order. A missing value (NaN) becomes the sensor's median

    Returns
    -------
    fused : numpy.ndarray, shape (items, features)
        all sensors side by side, in the order of their sorted names

    Raises
    ------
    ValueError
        where there is no sensor, the numbers of items differ or a feature is missing everywhere

    Notes
    -----
    Time: O(items times features). Memory: O(items times features).
    Keywords: feature-level fusion, concatenation, multimodal, block scaling.
    Plain NumPy.

    References
    ----------
    D. L. Hall and J. Llinas, "An Introduction to Multisensor Data Fusion", Proceedings of the IEEE 85(1), 1997.
    doi:10.1109/5.554205

    Examples
    --------
    >>> heat, sound = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0, 9.0], [5.0, 9.0], [10.0, 9.0]])
    >>> fused = early_fusion({"heat": heat, "sound": sound})
    >>> fused.shape, fused[:, 0].round(2).tolist()
    ((3, 3), [-1.35, 0.0, 1.35])
    """
    counts = {len(block) for block in features.values()}
    if len(counts) != 1:
        raise ValueError(f"features of one sensor or more with equally many items are needed, not {sorted(counts)}")
    blocks = []
    for sensor in sorted(features):
        block = np.asarray(features[sensor], float).reshape(len(features[sensor]), -1)
        if np.isnan(block).all(axis=0).any():
            raise ValueError(f"features of {sensor}: one is missing for every item")
        middle = np.nanmedian(block, axis=0)
        low, high = np.nanpercentile(block, (25, 75), axis=0)
        spread = np.where(high > low, (high - low) / 1.349, 1.0)
        blocks.append(np.nan_to_num((block - middle) / spread) / np.sqrt(block.shape[1]))
    return np.hstack(blocks)
