"""How well packed readings come back, and how small they are."""

from __future__ import annotations

import numpy as np


def packing_scores(
    original: np.ndarray, restored: np.ndarray, packed: bytes, bits: int = 16
) -> tuple[float, float, float]:
    """Judge a compression by what matters on a node: the ratio of plain to packed size, the share of bytes saved, and the
    greatest error of any reading, which is exactly 0 only where the compression was lossless.

    Parameters
    ----------
    original : numpy.ndarray, shape (samples,)
        readings before packing
    restored : numpy.ndarray, shape (samples,)
        readings after unpacking
    packed : bytes
        what is stored or sent
    bits : int
        size of one plain reading

    Returns
    -------
    ratio : float
        plain size over packed size
    saved : float
        share of the plain size that is saved, below 0 where packing made it larger
    greatest_error : float
        in the unit of the readings

    Raises
    ------
    ValueError
        where the readings differ in number, there are none, one is not finite, or nothing was packed

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: compression ratio, lossless, round trip, space saving.

    References
    ----------
    D. Salomon, "Data Compression: The Complete Reference", introduction, compression performance.

    Examples
    --------
    >>> packing_scores(np.array([20, 21, 21, 22]), np.array([20, 21, 21, 22]), b"ab")
    (4.0, 0.75, 0.0)
    """
    original, restored = np.asarray(original), np.asarray(restored)
    if original.shape != restored.shape or original.size == 0:
        raise ValueError(f"restored: has shape {restored.shape}, the original {original.shape}")
    if not (np.isfinite(original).all() and np.isfinite(restored).all()):
        raise ValueError("original, restored: all readings must be finite")
    if not packed:
        raise ValueError("packed: holds no byte")
    plain = original.size * bits / 8
    greatest = float(np.abs(original.astype(float) - restored.astype(float)).max())
    return float(plain / len(packed)), float(1 - len(packed) / plain), greatest
