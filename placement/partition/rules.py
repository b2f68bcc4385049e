"""Placements by rule, without a search: on the edge, on the source's device, block after block."""

from __future__ import annotations

import numpy as np

from placement.partition.bounds import heads, tails
from placement.partition.value import ROUNDING, Places, capacities, inputs, shortages, value, weights
from placement.problem import Array, Goal, Problem


def on_edge(problem: Problem) -> Places:
    """Every movable block on the edge."""
    places = problem.allowed.argmax(axis=1)
    return np.where(problem.allowed.sum(axis=1) > 1, problem.edge, places)


def at_source(problem: Problem) -> Places:
    """Every movable block on the device that all its data comes from; on the edge if that is more than one device."""
    homes: list[set[int]] = []
    into = inputs(problem)
    for block, allowed in enumerate(problem.allowed):
        pinned = set(np.flatnonzero(allowed).tolist()) if allowed.sum() == 1 else set()
        homes.append(pinned or {home for _, source in into[block] for home in homes[source]})
    return np.array([next(iter(home)) if len(home) == 1 else problem.edge for home in homes])


def greedy(problem: Problem, goal: Goal, ahead: Array | None = None) -> Places | None:
    """Blocks breadth first, each where it costs least so far, on a device that has room; None if one finds no room.

    ahead: (B, D) what is expected to follow, which the report's greedy search does not look at
    """
    costs, transfers = weights(problem, goal)
    combine = np.maximum if goal is Goal.LATENCY else np.add
    into, free = inputs(problem), Free(problem)
    places, done = np.zeros(len(costs), np.int64), np.zeros(len(costs))
    for block in breadth_first(into):
        so_far = np.zeros(costs.shape[1])
        for flow, source in into[block]:
            before = done[source] if goal is Goal.LATENCY else 0.0
            so_far = combine(so_far, before + transfers[flow, places[source]])
        so_far = so_far + costs[block]
        expected = so_far if ahead is None else so_far + ahead[block]
        if (place := free.take(block, expected)) is None:
            return None
        places[block], done[block] = place, so_far[place]
    return places


def backward(problem: Problem, goal: Goal) -> Places | None:
    """Blocks from last to first, each where the least before it and what is chosen after it cost least."""
    costs, transfers = weights(problem, goal)
    before, free, into = heads(problem, goal), Free(problem), inputs(problem)
    combine = np.maximum if goal is Goal.LATENCY else np.add
    places, after = np.zeros(len(costs), np.int64), np.zeros(costs.shape)
    for block in reversed(range(len(costs))):
        if (place := free.take(block, before[block] + after[block])) is None:
            return None
        places[block] = place
        rest = costs[block, place] + after[block, place] if goal is Goal.LATENCY else 0.0
        for flow, source in into[block]:
            after[source] = combine(after[source], transfers[flow, :, place] + rest)
    return places


def first_placement(problem: Problem, goal: Goal) -> Places | None:
    """The best of the placements by rule that fit, None if none does."""
    found = (
        on_edge(problem),
        at_source(problem),
        greedy(problem, goal),
        greedy(problem, goal, tails(problem, goal)),
        backward(problem, goal),
    )
    good = [places for places in found if places is not None and not shortages(problem, places)]
    return min(good, key=lambda places: value(problem, goal, places), default=None)


class Free:
    """Bytes that devices have left, those of pinned blocks taken away at once."""

    def __init__(self, problem: Problem) -> None:
        self.allowed = problem.allowed
        self.needs, self.left = [], []
        pinned = problem.allowed.sum(axis=1) == 1
        for needs, limits in capacities(problem):
            self.needs.append(np.where(pinned[:, None], 0.0, needs))
            self.left.append(limits * ROUNDING - (needs * (problem.allowed & pinned[:, None])).sum(axis=0))

    def take(self, block: int, costs: Array) -> int | None:
        """The cheapest device with room for a block, which then takes it."""
        good = self.allowed[block].copy()
        for needs, left in zip(self.needs, self.left, strict=True):
            good &= needs[block] <= left
        if not good.any():
            return None
        place = int(np.where(good, costs, np.inf).argmin())
        for needs, left in zip(self.needs, self.left, strict=True):
            left[place] -= needs[block, place]
        return place


def breadth_first(into: list[list[tuple[int, int]]]) -> list[int]:
    """Blocks by the number of flows on the longest way to them."""
    depth: list[int] = []
    for flows in into:
        depth.append(1 + max((depth[source] for _, source in flows), default=-1))
    return sorted(range(len(into)), key=depth.__getitem__)
