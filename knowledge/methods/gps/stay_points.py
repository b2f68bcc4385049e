"""Where somebody stayed."""

from __future__ import annotations

import numpy as np


def stay_points(
    times: np.ndarray, positions: np.ndarray, radius: float = 60.0, shortest: float = 600.0
) -> tuple[np.ndarray, np.ndarray]:
    """Find places of rest in a track: fixes make one stay as long as each lies within a radius of the mean of those before it,
    and for at least a given time; its place is their median (time-based clustering, Kang et al.). Measured from the mean and
    not from the first fix, a stay does not break where somebody arrived at its edge.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        places in a plane
    radius : float, in m
        how far a fix of a stay lies from the mean of those before it; several times the error of a fix
    shortest : float, in s
        least duration of a stay

    Returns
    -------
    places : numpy.ndarray, shape (stays, 2), in m
        median place of each stay
    spans : numpy.ndarray, shape (stays, 2), in s
        arrival and departure

    Raises
    ------
    ValueError
        where lengths differ or times do not increase

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: stop detection, dwell, visit, point of interest, trajectory mining.
    Plain NumPy.

    References
    ----------
    J. H. Kang, W. Welbourne, B. Stewart and G. Borriello, "Extracting Places from Traces of Locations", WMASH 2004.

    Examples
    --------
    >>> times = np.arange(0, 3000, 60.0)
    >>> positions = np.column_stack([np.clip(times - 300, 0, 600) - np.clip(1800 - times, 0, 0), 0 * times])
    >>> places, spans = stay_points(times, positions)
    >>> places.tolist(), spans.tolist()
    ([[600.0, 0.0]], [[840.0, 2940.0]])
    """
    if len(times) != len(positions) or (np.diff(times) <= 0).any():
        raise ValueError("times must increase and be as many as positions")
    places, spans, first = [np.empty((0, 2))], [np.empty((0, 2))], 0
    while first < len(times):
        after, middle = first + 1, positions[first]
        while after < len(times) and np.linalg.norm(positions[after] - middle) <= radius:
            middle = middle + (positions[after] - middle) / (after - first + 1)
            after += 1
        if times[after - 1] - times[first] < shortest:
            first += 1
            continue
        places.append(np.median(positions[first:after], axis=0)[None, :])
        spans.append(np.array([[times[first], times[after - 1]]]))
        first = after
    return np.concatenate(places), np.concatenate(spans)
