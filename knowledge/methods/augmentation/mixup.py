"""Windows and labels mixed in pairs."""

from __future__ import annotations

import numpy as np


def mixup(
    windows: np.ndarray, labels: np.ndarray, alpha: float = 0.2, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mix every window with a random other one and their labels in the same proportion, so that a network is less
    sure between classes (mixup).

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        training windows, normalised alike
    labels : numpy.ndarray, shape (windows,)
        their classes
    alpha : float
        parameter of the Beta distribution of the proportions: the greater, the more is mixed
    seed : int
        of the random numbers

    Returns
    -------
    mixed : numpy.ndarray, shape (windows, length, channels)
        the mixtures; the own window has always the greater part
    shares : numpy.ndarray, shape (windows, classes)
        soft labels: rows that sum to 1, for a cross entropy
    classes : numpy.ndarray, shape (classes,)
        the class of each column

    Raises
    ------
    ValueError
        where windows and labels differ in number or alpha is not positive

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: regularisation, soft labels, data augmentation, calibration.
    Plain NumPy.

    References
    ----------
    H. Zhang, M. Cisse, Y. N. Dauphin and D. Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", International
    Conference on Learning Representations, 2018. arXiv:1710.09412

    Examples
    --------
    >>> mixed, shares, classes = mixup(np.eye(2)[[0, 1, 0, 1]][:, :, None], np.array(["a", "b", "a", "b"]), alpha=5.0)
    >>> bool(np.allclose(mixed[:, :, 0], shares)), classes.tolist()
    (True, ['a', 'b'])
    """
    windows, labels = np.asarray(windows, float), np.asarray(labels)
    if len(windows) != len(labels) or alpha <= 0:
        raise ValueError(
            f"{len(windows)} windows and {len(labels)} labels must be equally many, alpha {alpha} positive"
        )
    generator = np.random.default_rng(seed)
    classes, codes = np.unique(labels, return_inverse=True)
    partners = generator.permutation(len(windows))
    parts = generator.beta(alpha, alpha, len(windows))
    parts = np.maximum(parts, 1 - parts)
    one_hot = np.eye(len(classes))[codes]
    shares = parts[:, None] * one_hot + (1 - parts[:, None]) * one_hot[partners]
    weights = parts.reshape(-1, *[1] * (windows.ndim - 1))
    return weights * windows + (1 - weights) * windows[partners], shares, classes
