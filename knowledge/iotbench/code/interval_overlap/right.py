"""Overlap of found and true intervals."""

from __future__ import annotations


def _merged(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _length(intervals: list[tuple[float, float]]) -> float:
    return sum(end - start for start, end in _merged(intervals))


def interval_overlap(found: list[tuple[float, float]], true: list[tuple[float, float]]) -> float:
    """Give the overlap of two sets of intervals: the time that both cover over the time that at least one of them
    covers (intersection over union). Intervals of one set that overlap are counted once.

    Parameters
    ----------
    found : list[tuple[float, float]], in s
        start and end of each interval, in any order
    true : list[tuple[float, float]], in s
        the same of the other set

    Returns
    -------
    overlap : float
        0 to 1; 1 where neither set covers any time
    """
    union = _length([*found, *true])
    if union == 0:
        return 1.0
    return (_length(found) + _length(true) - union) / union
