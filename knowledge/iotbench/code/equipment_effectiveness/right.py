"""Effectiveness of a machine in a shift."""

from __future__ import annotations


def equipment_effectiveness(
    planned: float, stops: list[tuple[float, float]], cycle: float, total: int, good: int
) -> tuple[float, float, float, float]:
    """Give availability, performance, quality and their product (overall equipment effectiveness) of a shift that
    begins at 0. Availability is running time over planned time, where stops that overlap count once and what lies
    outside the shift does not count. Performance is cycle * total over the running time, 1 at most. Quality is good
    over total. A share whose divisor is 0 is 0.

    Parameters
    ----------
    planned : float, in min
        length of the shift
    stops : list[tuple[float, float]], in min
        beginning and end of each stop, in any order
    cycle : float, in s
        ideal time for one piece
    total : int
        pieces made
    good : int
        pieces without fault

    Returns
    -------
    availability : float
        0 to 1
    performance : float
        0 to 1
    quality : float
        0 to 1
    effectiveness : float
        product of the three
    """
    standing = reached = 0.0
    for begin, end in sorted(stops):
        begin, end = max(begin, reached), min(end, planned)
        if end > begin:
            standing, reached = standing + end - begin, end
    running = planned - standing
    availability = running / planned if planned else 0.0
    performance = min(1.0, cycle * total / 60.0 / running) if running else 0.0
    quality = good / total if total else 0.0
    return availability, performance, quality, availability * performance * quality
