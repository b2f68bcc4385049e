"""A track with as few points as its shape needs."""

from __future__ import annotations

import numpy as np


def _off_chord(points: np.ndarray) -> np.ndarray:
    """Distance of each point from the segment between the first and the last."""
    chord = points[-1] - points[0]
    along = (points - points[0]) @ chord / max(float(chord @ chord), 1e-300)
    return np.asarray(np.linalg.norm(points - points[0] - np.clip(along, 0, 1)[:, None] * chord, axis=1))


def simplify_track(positions: np.ndarray, tolerance: float = 5.0) -> np.ndarray:
    """Thin out a track for storage or a radio link: keep the ends and, piece by piece, the point farthest from the line
    between them as long as it is farther than a tolerance (Douglas and Peucker).

    Parameters
    ----------
    positions : numpy.ndarray, shape (fixes, 2) or (fixes, 3), in m
        places in order
    tolerance : float, in m
        greatest distance of a dropped place from the line that is left

    Returns
    -------
    kept : numpy.ndarray, shape (kept,)
        increasing indices of the places that stay

    Raises
    ------
    ValueError
        where positions are not finite or the tolerance is negative

    Notes
    -----
    Time: O(fixes x log fixes) on average, O(fixes^2) at worst. Memory: O(fixes).
    Keywords: Douglas-Peucker, line simplification, trajectory compression, polyline.
    Plain NumPy.

    References
    ----------
    D. H. Douglas and T. K. Peucker, "Algorithms for the Reduction of the Number of Points Required to Represent a Digitized
    Line or its Caricature", Cartographica 10(2), 1973. doi:10.3138/FM57-6770-U75U-7727

    Examples
    --------
    >>> simplify_track(np.array([[0.0, 0.0], [10.0, 1.0], [20.0, 0.0], [20.0, 30.0]])).tolist()
    [0, 2, 3]
    """
    if positions.ndim != 2 or not np.isfinite(positions).all() or tolerance < 0:
        raise ValueError("positions must be finite, of shape (fixes, 2 or 3), and tolerance not negative")
    keep = np.zeros(len(positions), bool)
    keep[[0, -1] if len(positions) else []] = True
    pieces = [(0, len(positions) - 1)]
    while pieces:
        first, last = pieces.pop()
        if last - first < 2:
            continue
        off = _off_chord(positions[first : last + 1])
        farthest = int(off.argmax())
        if off[farthest] > tolerance:
            keep[first + farthest] = True
            pieces += [(first, first + farthest), (first + farthest, last)]
    return np.flatnonzero(keep)
