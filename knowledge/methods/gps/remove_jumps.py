"""A track without fixes that no vehicle could reach."""

from __future__ import annotations

import numpy as np


def remove_jumps(
    times: np.ndarray, positions: np.ndarray, fastest: float = 50.0, patience: int = 5
) -> tuple[np.ndarray, np.ndarray]:
    """Drop fixes that reflections moved away: a fix stays where the last good one can reach it within the greatest speed.
    After several refused fixes in a row that agree with each other, the track is taken to go on there.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        places in a plane
    fastest : float, in m/s
        greatest speed of what is tracked
    patience : int
        refused fixes in a row that agree, after which they are believed

    Returns
    -------
    kept_times : numpy.ndarray, shape (kept,), in s
        times of the fixes that stay
    kept_positions : numpy.ndarray, shape (kept, 2), in m
        their places

    Raises
    ------
    ValueError
        where lengths differ or times do not increase

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: speed filter, outlier removal, multipath, urban canyon, trajectory cleaning.
    Plain NumPy.

    References
    ----------
    Y. Zheng, "Trajectory Data Mining: An Overview", ACM Trans. Intell. Syst. Technol. 6(3), 2015, on noise filtering.

    Examples
    --------
    >>> positions = np.array([[0.0, 0.0], [10.0, 0.0], [900.0, 0.0], [30.0, 0.0]])
    >>> remove_jumps(np.arange(4.0), positions)[0].tolist()
    [0.0, 1.0, 3.0]
    """
    if len(times) != len(positions) or (np.diff(times) <= 0).any():
        raise ValueError("times must increase and be as many as positions")
    kept: list[int] = []
    refused: list[int] = []
    for number in range(len(times)):
        if not kept or _reachable(times, positions, kept[-1], number, fastest):
            kept.append(number)
            refused.clear()
            continue
        if refused and not _reachable(times, positions, refused[-1], number, fastest):
            refused.clear()
        refused.append(number)
        if len(refused) > patience:
            kept.extend(refused)
            refused.clear()
    return times[kept], positions[kept]


def _reachable(times: np.ndarray, positions: np.ndarray, first: int, second: int, fastest: float) -> bool:
    way = float(np.linalg.norm(positions[second] - positions[first]))
    return way <= fastest * float(times[second] - times[first])
