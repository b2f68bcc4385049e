"""Radar points of people without clutter."""

from __future__ import annotations

import numpy as np


def moving_points(points: np.ndarray, slowest: float = 0.08, weakest: float = 8.0) -> np.ndarray:
    """Clean a radar's point cloud before people are sought in it: leave out points that hardly move (furniture), weak ones
    (noise), and mirror images, which lie behind a stronger point of the same frame in the same direction at the same speed.

    Parameters
    ----------
    points : numpy.ndarray, shape (points, 6)
        frame number, x, y, z in m, radial speed in m/s, signal-to-noise ratio in dB
    slowest : float, in m/s
        least radial speed of a person who shifts or walks
    weakest : float, in dB
        least signal-to-noise ratio

    Returns
    -------
    kept : numpy.ndarray, shape (kept, 6)
        the remaining points in their order

    Raises
    ------
    ValueError
        where points have not six columns

    Notes
    -----
    Time: O(points x points of a frame). Memory: O(points of a frame squared).
    Keywords: ghost targets, multipath, static clutter, point cloud filter, mmWave.
    Plain NumPy.

    References
    ----------
    P. Zhao et al., "mID: Tracking and Identifying People with Millimeter Wave Radar", DCOSS 2019.

    Examples
    --------
    >>> person, ghost = [0, 1.0, 2.0, 1.0, 0.5, 20.0], [0, 2.0, 4.0, 2.0, 0.5, 12.0]
    >>> chair, noise = [0, -1.0, 3.0, 0.5, 0.0, 25.0], [0, 0.0, 5.0, 1.0, 1.0, 3.0]
    >>> moving_points(np.array([person, ghost, chair, noise])).tolist()
    [[0.0, 1.0, 2.0, 1.0, 0.5, 20.0]]
    """
    if points.ndim != 2 or points.shape[1] != 6:
        raise ValueError(f"points must have the shape (points, 6), not {points.shape}")
    kept = points[(np.abs(points[:, 4]) >= slowest) & (points[:, 5] >= weakest)]
    real = np.ones(len(kept), bool)
    for frame in np.unique(kept[:, 0]):
        inside = np.flatnonzero(kept[:, 0] == frame)
        real[inside] = ~_mirrored(kept[inside])
    return kept[real]


def _mirrored(points: np.ndarray) -> np.ndarray:
    """Whether a stronger point stands half a metre or more before each one, within 4 degrees and 0.1 m/s."""
    reach = np.hypot(points[:, 1], points[:, 2])
    angle = np.arctan2(points[:, 1], points[:, 2])
    same_way = np.abs(angle[:, None] - angle) < np.radians(4)
    same_speed = np.abs(points[:, 4][:, None] - points[:, 4]) < 0.1
    behind = reach[:, None] - reach > 0.5
    weaker = points[:, 5][:, None] < points[:, 5]
    return np.asarray((same_way & same_speed & behind & weaker).any(axis=1))
