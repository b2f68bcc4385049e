"""Wrong: it gives each node a slot of its own."""

from __future__ import annotations


def two_hop_slots(count: int, links: list[tuple[int, int]]) -> list[int]:
    """Time slots without collisions within two hops."""
    return list(range(count))
