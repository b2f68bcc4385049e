"""Wrong: it looks at neighbours only."""

from __future__ import annotations


def two_hop_slots(count: int, links: list[tuple[int, int]]) -> list[int]:
    """Time slots without collisions within two hops."""
    heard: list[set[int]] = [set() for _ in range(count)]
    for one, other in links:
        heard[one].add(other)
        heard[other].add(one)
    near = [set(heard[node]) for node in range(count)]
    slots = [-1] * count
    for node in sorted(range(count), key=lambda node: (-len(near[node]), node)):
        taken = {slots[other] for other in near[node]}
        slots[node] = next(slot for slot in range(count) if slot not in taken)
    return slots
