"""A training set of motion windows made larger by rotated copies."""

from __future__ import annotations

import numpy as np


def _random_rotations(count: int, generator: np.random.Generator) -> np.ndarray:
    drawn = generator.normal(size=(4, count))
    w, x, y, z = drawn / np.linalg.norm(drawn, axis=0)
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.array(rows).transpose(2, 0, 1)


def rotated_copies(
    windows: np.ndarray, labels: np.ndarray, copies: int = 4, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Enlarge a training set of three-axis windows by copies turned by uniform random rotations, together with their
    labels; the originals come first.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, 3)
        training windows of one three-axis sensor
    labels : numpy.ndarray, shape (windows,)
        their classes
    copies : int
        turned copies of each window
    seed : int
        of the rotations

    Returns
    -------
    augmented : numpy.ndarray, shape (windows times (copies + 1), length, 3)
        originals and copies
    augmented_labels : numpy.ndarray, shape (windows times (copies + 1),)
        their classes

    Raises
    ------
    ValueError
        where there are not three channels, or windows and labels differ in number

    Notes
    -----
    Time: O(copies times windows times length). Memory: O(copies times windows times length).
    Keywords: data augmentation, oversampling, orientation invariance, wearable.
    Plain NumPy.

    References
    ----------
    K. Shoemake, "Uniform Random Rotations", Graphics Gems III, Academic Press, 1992.

    Examples
    --------
    >>> augmented, kinds = rotated_copies(np.tile([0.0, 3.0, 4.0], (2, 10, 1)), np.array(["a", "b"]), copies=2)
    >>> augmented.shape, kinds.tolist(), bool(np.allclose(np.linalg.norm(augmented, axis=2), 5.0))
    ((6, 10, 3), ['a', 'b', 'a', 'b', 'a', 'b'], True)
    """
    windows, labels = np.asarray(windows, float), np.asarray(labels)
    if windows.ndim != 3 or windows.shape[2] != 3 or len(windows) != len(labels) or copies < 0:
        raise ValueError(f"windows {windows.shape} must be (windows, length, 3) with as many labels")
    turns = _random_rotations(copies * len(windows), np.random.default_rng(seed))
    turned = np.einsum("wij,wtj->wti", turns, np.tile(windows, (copies, 1, 1)))
    return np.concatenate([windows, turned]), np.tile(labels, copies + 1)
