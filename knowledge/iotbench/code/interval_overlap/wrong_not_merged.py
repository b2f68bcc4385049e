"""Wrong: it counts overlapping intervals of one set twice."""

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
    return sum(end - start for start, end in intervals)


def interval_overlap(found: list[tuple[float, float]], true: list[tuple[float, float]]) -> float:
    """Overlap of found and true intervals."""
    union = sum(end - start for start, end in _merged([*found, *true]))
    if union == 0:
        return 1.0
    return (_length(found) + _length(true) - union) / union
