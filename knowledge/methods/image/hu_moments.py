"""Shape moments that no shift, turn or size changes, by Hu."""

from __future__ import annotations

import numpy as np


def _scaled_moments(image: np.ndarray) -> dict[tuple[int, int], float]:
    rows, columns = np.indices(image.shape).astype(float)
    total = image.sum()
    y, x = rows - (rows * image).sum() / total, columns - (columns * image).sum() / total
    orders = [(p, q) for p in range(4) for q in range(4) if 2 <= p + q <= 3]
    return {(p, q): float((x**p * y**q * image).sum() / total ** (1 + (p + q) / 2)) for p, q in orders}


def hu_moments(image: np.ndarray) -> np.ndarray:
    """Describe a silhouette by seven numbers that stay the same when it is shifted, turned or scaled (Hu), on a logarithmic
    scale with sign so that they can be compared.

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, columns)
        mask of one object, or its brightness, none below 0

    Returns
    -------
    features : numpy.ndarray, shape (7,)
        signed logarithms (base 10) of the moments' sizes over 1e-14; the last changes its sign in a mirror

    Raises
    ------
    ValueError
        where the image is empty, has no object or holds NaN or values below 0

    Notes
    -----
    Time: O(pixels). Memory: O(pixels).
    Keywords: moment invariants, shape recognition, posture, silhouette.
    Plain NumPy.

    References
    ----------
    M.-K. Hu, "Visual Pattern Recognition by Moment Invariants", IRE Transactions on Information Theory 8(2), 1962.
    doi:10.1109/TIT.1962.1057692

    Examples
    --------
    >>> bar = np.zeros((20, 20))
    >>> bar[5:8, 2:14] = 1
    >>> bool(np.allclose(hu_moments(bar), hu_moments(np.rot90(bar))))
    True
    """
    image = np.asarray(image, float)
    if image.ndim != 2 or not np.isfinite(image).all() or np.any(image < 0) or not image.any():
        raise ValueError("the image must hold one object and no value that is NaN or below 0")
    n = _scaled_moments(image)
    a, b = n[3, 0] + n[1, 2], n[2, 1] + n[0, 3]
    c, d = n[3, 0] - 3 * n[1, 2], 3 * n[2, 1] - n[0, 3]
    wide, skew = n[2, 0] - n[0, 2], n[1, 1]
    moments = np.array(
        [
            n[2, 0] + n[0, 2],
            wide**2 + 4 * skew**2,
            c**2 + d**2,
            a**2 + b**2,
            c * a * (a**2 - 3 * b**2) + d * b * (3 * a**2 - b**2),
            wide * (a**2 - b**2) + 4 * skew * a * b,
            d * a * (a**2 - 3 * b**2) - c * b * (3 * a**2 - b**2),
        ]
    )
    return np.asarray(np.sign(moments) * np.log10(np.maximum(np.abs(moments) / 1e-14, 1.0)))
