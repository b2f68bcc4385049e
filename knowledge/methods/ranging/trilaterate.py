"""A place from distances to known points."""

from __future__ import annotations

import numpy as np
from scipy.optimize import least_squares


def _linear(anchors: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """First guess: differences of the squared circle equations are linear in the place."""
    matrix = 2 * (anchors[1:] - anchors[0])
    right = distances[0] ** 2 - distances[1:] ** 2 + np.sum(anchors[1:] ** 2, axis=1) - np.sum(anchors[0] ** 2)
    return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])


def trilaterate(anchors: np.ndarray, distances: np.ndarray, deviation: float = 0.3) -> np.ndarray:
    """Locate a device from its distances to anchors: a linear solution refined by non-linear least squares whose loss grows
    only linearly beyond the usual deviation, so that a single distance through a wall does little harm.

    Parameters
    ----------
    anchors : numpy.ndarray, shape (n, 2) or (n, 3), in m
        known places
    distances : numpy.ndarray, shape (n,), in m
        measured distances; NaN where there is none
    deviation : float, in m
        usual error of a distance

    Returns
    -------
    position : numpy.ndarray, shape (2,) or (3,), in m
        the place that fits best

    Raises
    ------
    ValueError
        where fewer distances than dimensions + 1 are known or the anchors lie on one line (or plane)

    Notes
    -----
    Time: O(n) an iteration. Memory: O(n).
    Keywords: multilateration, localisation, positioning, non-linear least squares.

    References
    ----------
    S. Gezici, "A Survey on Wireless Position Estimation", Wireless Personal Communications 44(3), 2008.

    Examples
    --------
    >>> anchors = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]])
    >>> trilaterate(anchors, np.array([5.0, 3.0, 4.0])).round(6).tolist()
    [4.0, 3.0]
    """
    known = np.isfinite(distances)
    places, metres = np.asarray(anchors, float)[known], distances[known]
    size = anchors.shape[1]
    if len(places) <= size or np.linalg.matrix_rank(places - places.mean(axis=0)) < size:
        raise ValueError(f"anchors must be {size + 1} or more with known distances, not all on a line")
    found = least_squares(
        lambda place: np.linalg.norm(places - place, axis=1) - metres,
        _linear(places, metres),
        loss="soft_l1",
        f_scale=deviation,
    )
    return np.asarray(found.x)
