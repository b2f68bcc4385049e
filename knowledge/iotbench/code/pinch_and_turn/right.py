"""Scale, turn and shift of two fingers."""

from __future__ import annotations

import numpy as np


def pinch_and_turn(before: np.ndarray, after: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Give what two fingers did to a map: scale, turn and shift. The scale is the ratio of their distances, the turn
    that of the line from the first to the second finger, the shift that of the middle between them.

    Parameters
    ----------
    before : numpy.ndarray, shape (2, 2), in pixels
        x (to the right) and y (downwards) of both fingers
    after : numpy.ndarray, shape (2, 2), in pixels
        the same a moment later, the fingers in the same order

    Returns
    -------
    scale : float
        above 1 where the fingers moved apart
    turn : float, in deg
        clockwise as seen on the panel, -180 < turn <= 180
    shift : numpy.ndarray, shape (2,), in pixels
        x and y

    Raises
    ------
    ValueError
        where both fingers were at the same place before
    """
    start, end = np.diff(before, axis=0)[0], np.diff(after, axis=0)[0]
    if not np.any(start):
        raise ValueError("before: both fingers are at the same place")
    scale = np.linalg.norm(end) / np.linalg.norm(start)
    turn = np.degrees(np.arctan2(start[0] * end[1] - start[1] * end[0], np.dot(start, end)))
    return float(scale), float(turn), np.mean(after, axis=0) - np.mean(before, axis=0)
