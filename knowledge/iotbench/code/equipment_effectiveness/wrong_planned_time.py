"""Wrong: it compares with the planned instead of the running time."""

from __future__ import annotations


def equipment_effectiveness(
    planned: float, stops: list[tuple[float, float]], cycle: float, total: int, good: int
) -> tuple[float, float, float, float]:
    """Effectiveness of a machine in a shift."""
    standing = reached = 0.0
    for begin, end in sorted(stops):
        begin, end = max(begin, reached), min(end, planned)
        if end > begin:
            standing, reached = standing + end - begin, end
    running = planned - standing
    availability = running / planned if planned else 0.0
    performance = min(1.0, cycle * total / 60.0 / planned) if running else 0.0
    quality = good / total if total else 0.0
    return availability, performance, quality, availability * performance * quality
