"""Single trips within a long track."""

from __future__ import annotations

import numpy as np


def _resting(times: np.ndarray, positions: np.ndarray, pause: float, radius: float) -> np.ndarray:
    """Whether each fix belongs to a span of at least ``pause`` within ``radius`` of the span's first fix."""
    resting, first = np.zeros(len(times), bool), 0
    for number in range(1, len(times) + 1):
        if number < len(times) and np.linalg.norm(positions[number] - positions[first]) <= radius:
            continue
        if times[number - 1] - times[first] >= pause:
            resting[first:number] = True
        first = number
    return resting


def split_trips(
    times: np.ndarray,
    positions: np.ndarray,
    pause: float = 180.0,
    radius: float = 40.0,
    gap: float = 300.0,
    least: float = 300.0,
) -> np.ndarray:
    """Cut the log of a vehicle into trips: it rests where fixes stay within a radius for a pause longer than a traffic light,
    and a trip also ends where the logger was off. What is shorter than a real trip is dropped.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        places in a plane, cleaned of jumps
    pause : float, in s
        rest that ends a trip
    radius : float, in m
        how far fixes wander during a rest
    gap : float, in s
        time without fixes that ends a trip
    least : float, in m
        distance between any two fixes that a trip must reach

    Returns
    -------
    trips : numpy.ndarray, shape (trips, 2)
        indices of the first and the last fix of each trip

    Raises
    ------
    ValueError
        where lengths differ or times do not increase

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: trip segmentation, journey, fleet, stop, trajectory.
    Plain NumPy.

    References
    ----------
    Y. Zheng, "Trajectory Data Mining: An Overview", ACM Trans. Intell. Syst. Technol. 6(3), 2015, on segmentation.

    Examples
    --------
    >>> times = np.arange(0, 1800, 10.0)
    >>> positions = np.column_stack([np.where(times < 1000, np.minimum(times, 500), times - 500), 0 * times]) * 10
    >>> trips = split_trips(times, positions)
    >>> times[trips].tolist()
    [[0.0, 490.0], [1010.0, 1790.0]]
    """
    if len(times) != len(positions) or (np.diff(times) <= 0).any():
        raise ValueError("times must increase and be as many as positions")
    moving = ~_resting(times, positions, pause, radius)
    breaks = np.flatnonzero(np.diff(times) > gap) + 1
    trips = []
    for piece in np.split(np.arange(len(times)), np.union1d(breaks, np.flatnonzero(np.diff(moving)) + 1)):
        if len(piece) < 2 or not moving[piece[0]]:
            continue
        if np.linalg.norm(np.ptp(positions[piece], axis=0)) >= least:
            trips.append((int(piece[0]), int(piece[-1])))
    return np.array(trips, int).reshape(-1, 2)
