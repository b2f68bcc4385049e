"""Time slots without collisions within two hops."""

from __future__ import annotations


def two_hop_slots(count: int, links: list[tuple[int, int]]) -> list[int]:
    """Assign time slots in a radio mesh greedily: two nodes that are linked, or have a common neighbour, get different
    slots. Nodes are served in the order of falling number of nodes within two hops, the lower number first where these
    are equal; each gets the lowest slot that none of the nodes within two hops has yet.

    Parameters
    ----------
    count : int
        number of nodes, which are numbered from 0
    links : list[tuple[int, int]]
        pairs of nodes that hear each other, in any order; a pair may come twice

    Returns
    -------
    slots : list[int]
        slot of each node, from 0
    """
    heard: list[set[int]] = [set() for _ in range(count)]
    for one, other in links:
        heard[one].add(other)
        heard[other].add(one)
    near = [set().union(heard[node], *(heard[next_to] for next_to in heard[node])) - {node} for node in range(count)]
    slots = [-1] * count
    for node in sorted(range(count), key=lambda node: (-len(near[node]), node)):
        taken = {slots[other] for other in near[node]}
        slots[node] = next(slot for slot in range(count) if slot not in taken)
    return slots
