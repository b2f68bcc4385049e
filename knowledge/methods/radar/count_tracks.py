"""How many bodies there are in each frame, by tracks that last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment


@dataclass
class _Track:
    place: np.ndarray
    born: int
    seen: int
    hits: int = 1


def _matched(tracks: list[_Track], places: np.ndarray, gate: float) -> list[tuple[int, int]]:
    """Pairs of track and place with the least sum of distances, none beyond the gate."""
    if not tracks or not len(places):
        return []
    costs = np.linalg.norm(np.array([track.place for track in tracks])[:, None] - places, axis=-1)
    pairs = zip(*linear_sum_assignment(np.minimum(costs, gate)), strict=True)
    return [(int(track), int(place)) for track, place in pairs if costs[track, place] < gate]


def _tracks(centroids: np.ndarray, frames: np.ndarray, span: range, gate: float, patience: int) -> list[_Track]:
    """Every track of the frames in the span."""
    alive: list[_Track] = []
    ended: list[_Track] = []
    for frame in span:
        places = centroids[frames == frame]
        pairs = _matched(alive, places, gate)
        for number, place in pairs:
            track = alive[number]
            track.place, track.seen, track.hits = places[place], frame, track.hits + 1
        new = np.delete(places, [place for _, place in pairs], axis=0)
        alive.extend(_Track(place, frame, frame) for place in new)
        ended.extend(track for track in alive if frame - track.seen > patience)
        alive = [track for track in alive if frame - track.seen <= patience]
    return ended + alive


def count_tracks(
    centroids: np.ndarray, frames: np.ndarray, gate: float = 0.8, confirm: int = 5, patience: int = 8
) -> tuple[np.ndarray, int]:
    """Count bodies steadily although detections come and go: assign the detections of each frame to tracks (Hungarian
    method, nearest within a gate), count tracks once they were confirmed several times, and bridge short gaps.

    Parameters
    ----------
    centroids : numpy.ndarray, shape (detections, 2 or 3), in m
        places of the detections
    frames : numpy.ndarray, shape (detections,)
        frame number of each detection, rising
    gate : float, in m
        how far a body may move between two frames in which it is seen
    confirm : int
        detections after which a track counts, from its birth on
    patience : int
        frames without detection after which a track ends

    Returns
    -------
    counts : numpy.ndarray, shape (frames,)
        bodies from the first frame with a detection to the last; empty without detections
    typical : int
        median of the counts, 0 without detections

    Raises
    ------
    ValueError
        where centroids and frames differ in length or frames fall

    Notes
    -----
    Time: O(frames x bodies^3). Memory: O(frames + bodies).
    Keywords: people counting, occupancy, multi-target tracking, data association.

    References
    ----------
    H. W. Kuhn, "The Hungarian Method for the Assignment Problem", Naval Research Logistics Quarterly 2, 1955.
    doi:10.1002/nav.3800020109

    Examples
    --------
    >>> steps = np.arange(20)
    >>> walk = np.column_stack([0.1 * steps, np.zeros(20)])
    >>> both = np.stack([walk, walk + [0, 3]], axis=1).reshape(-1, 2)
    >>> count_tracks(both, np.repeat(steps, 2))[1]
    2
    """
    if len(centroids) != len(frames) or (np.diff(frames) < 0).any():
        raise ValueError("centroids and frames must have one entry a detection, in the order of frames")
    if not len(frames):
        return np.empty(0, int), 0
    first, last = int(frames[0]), int(frames[-1])
    counts = np.zeros(last - first + 1, int)
    for track in _tracks(centroids, frames, range(first, last + 1), gate, patience):
        counts[track.born - first : track.seen - first + 1] += track.hits >= confirm
    return counts, int(np.median(counts))
