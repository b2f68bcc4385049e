"""When something entered or left an area, without false alarms at its border."""

from __future__ import annotations

import numpy as np


def _inside(positions: np.ndarray, fence: np.ndarray) -> np.ndarray:
    """Whether each place lies in the polygon: a ray to the east crosses its sides an odd number of times."""
    x, y = positions[:, :1], positions[:, 1:]
    (x1, y1), (x2, y2) = fence.T, np.roll(fence, -1, axis=0).T
    spans = (y1 > y) != (y2 > y)
    crossing = x1 + (y - y1) * (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
    return np.asarray((spans & (x < crossing)).sum(axis=1) % 2 == 1)


def _from_border(positions: np.ndarray, fence: np.ndarray) -> np.ndarray:
    """Distance of each place from the nearest side."""
    sides = np.roll(fence, -1, axis=0) - fence
    away = positions[:, None, :] - fence
    along = np.clip(np.sum(away * sides, axis=2) / np.maximum(np.sum(sides**2, axis=1), 1e-300), 0, 1)
    return np.asarray(np.linalg.norm(away - along[:, :, None] * sides, axis=2).min(axis=1))


def geofence_events(
    times: np.ndarray, positions: np.ndarray, fence: np.ndarray, margin: float = 15.0, patience: int = 3
) -> tuple[np.ndarray, np.ndarray]:
    """Report entries into an area and exits from it: each fix is tested against the polygon; a change counts only once
    several fixes in a row say so and one of them lies deeper than the error of a fix, so that a border is not crossed by noise.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        places in a plane
    fence : numpy.ndarray, shape (corners, 2), in m
        corners of the polygon in order, in the same plane; not closed
    margin : float, in m
        how far beyond the border one fix of a change must lie
    patience : int
        fixes in a row that a change needs

    Returns
    -------
    event_times : numpy.ndarray, shape (events,), in s
        when the first fix of each change was taken
    entered : numpy.ndarray, shape (events,)
        true for an entry, false for an exit; they alternate

    Raises
    ------
    ValueError
        where lengths differ, or the fence has fewer than three corners

    Notes
    -----
    Time: O(fixes x corners). Memory: O(fixes x corners).
    Keywords: point in polygon, ray casting, hysteresis, zone alarm, livestock, asset tracking.
    Plain NumPy.

    References
    ----------
    M. Shimrat, "Algorithm 112: Position of Point Relative to Polygon", Communications of the ACM 5(8), 1962.

    Examples
    --------
    >>> fence = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    >>> positions = np.column_stack([np.arange(-95, 400, 30.0), np.full(17, 50.0)])
    >>> event_times, entered = geofence_events(np.arange(17.0), positions, fence)
    >>> event_times.tolist(), entered.tolist()
    ([4.0, 7.0], [True, False])
    """
    if len(times) != len(positions) or fence.ndim != 2 or len(fence) < 3:
        raise ValueError("positions must be as many as times, and the fence must have three corners or more")
    inside, depth = _inside(positions, fence), _from_border(positions, fence)
    state, start = bool(inside[0]) if len(inside) else False, -1
    event_times, entered = [], []
    for number, now in enumerate(inside):
        if now == state:
            start = -1
            continue
        start = number if start < 0 else start
        if number - start + 1 >= patience and depth[start : number + 1].max() >= margin:
            state = bool(now)
            event_times.append(times[start])
            entered.append(state)
            start = -1
    return np.array(event_times, float), np.array(entered, bool)
