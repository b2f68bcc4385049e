"""Wrong: it compares intervals by their place in the list."""

from __future__ import annotations


def interval_overlap(found: list[tuple[float, float]], true: list[tuple[float, float]]) -> float:
    """Overlap of found and true intervals."""
    both = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a, b in zip(found, true, strict=False))
    union = sum(end - start for start, end in [*found, *true]) - both
    return both / union if union else 1.0
