"""Wrong: it serves nodes by their number."""

from __future__ import annotations


def two_hop_slots(count: int, links: list[tuple[int, int]]) -> list[int]:
    """Time slots without collisions within two hops."""
    heard: list[set[int]] = [set() for _ in range(count)]
    for one, other in links:
        heard[one].add(other)
        heard[other].add(one)
    near = [set().union(heard[node], *(heard[next_to] for next_to in heard[node])) - {node} for node in range(count)]
    slots = [-1] * count
    for node in range(count):
        taken = {slots[other] for other in near[node]}
        slots[node] = next(slot for slot in range(count) if slot not in taken)
    return slots
