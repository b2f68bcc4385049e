"""Sensor windows with their segments in another order."""

from __future__ import annotations

import numpy as np


def window_permutation(windows: np.ndarray, segments: int = 4, shortest: int = 8, seed: int = 0) -> np.ndarray:
    """Cut each window at random places and put the segments together in random order, so that a network does not
    learn where in a window something happens. Only for labels that do not depend on the order.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        windows of any sensor
    segments : int
        number of segments
    shortest : int, in samples
        least length of a segment
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (windows, length, channels)
        the windows with their segments reordered, all channels alike

    Raises
    ------
    ValueError
        where the segments do not fit into the windows

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: segment shuffle, slicing, position invariance, data augmentation, few training data.
    Plain NumPy.

    References
    ----------
    T. T. Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional
    Neural Networks", ACM International Conference on Multimodal Interaction, 2017, section 3.
    doi:10.1145/3136755.3136817

    Examples
    --------
    >>> changed = window_permutation(np.arange(40.0).reshape(1, 40, 1))[0, :, 0]
    >>> bool(np.array_equal(np.sort(changed), np.arange(40.0))), bool((np.diff(changed) != 1).sum() <= 3)
    (True, True)
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or segments < 1 or segments * shortest > windows.shape[1]:
        raise ValueError(f"windows {windows.shape} must hold {segments} segments of {shortest} samples")
    generator, length = np.random.default_rng(seed), windows.shape[1]
    slack, changed = length - segments * shortest, np.empty_like(windows)
    for place, window in enumerate(windows):
        cuts = np.sort(generator.integers(0, slack + 1, segments - 1)) + shortest * np.arange(1, segments)
        pieces = np.split(window, cuts)
        changed[place] = np.concatenate([pieces[piece] for piece in generator.permutation(segments)])
    return changed
