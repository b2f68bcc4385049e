"""Wrong: it takes two empty sets for disagreement."""

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
    """Overlap of found and true intervals."""
    union = _length([*found, *true])
    if union == 0:
        return 0.0
    return (_length(found) + _length(true) - union) / union
