"""Least costs before and after each block, by dynamic programming over the data flow graph.

Where no block feeds two others and no device is full they are exact. Else a block with several consumers counts as if
it could lie on another device for each of them: no placement is quicker.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from placement.partition.value import inputs, weights
from placement.problem import Array, Goal, Problem


def heads(problem: Problem, goal: Goal) -> Array:
    """Least cost of a block on each device with all that comes before it (B, D); infinite where it may not lie.

    In latency of the slowest input, in energy the sum of all inputs.
    """
    costs, transfers = weights(problem, goal)
    combine = np.maximum if goal is Goal.LATENCY else np.add
    found = np.where(problem.allowed, costs, np.inf)
    into = inputs(problem)
    for block in range(len(found)):
        before = np.zeros(found.shape[1])
        for flow, source in into[block]:
            before = combine(before, (found[source][:, None] + transfers[flow]).min(axis=0))
        found[block] += before
    return found


def tails(problem: Problem, goal: Goal) -> Array:
    """Least cost of all that comes after a block, on each device (B, D)."""
    costs, transfers = weights(problem, goal)
    combine = np.maximum if goal is Goal.LATENCY else np.add
    through = np.where(problem.allowed, costs, np.inf)
    found = np.zeros(costs.shape)
    into = inputs(problem)
    for block in reversed(range(len(found))):
        for flow, source in into[block]:
            after = (transfers[flow] + (through[block] + found[block])[None, :]).min(axis=1)
            found[source] = combine(found[source], after)
    return found


def without_losers(problem: Problem, goal: Goal, best: float) -> Problem:
    """The problem without the places that no placement as good as ``best`` can have."""
    least = least_values(problem, goal)
    return replace(problem, allowed=problem.allowed & (least <= best * (1 + 1e-9)))


def least_values(problem: Problem, goal: Goal) -> Array:
    """No placement with a block on a device is better than this (B, D)."""
    if goal is Goal.LATENCY:
        return heads(problem, goal) + tails(problem, goal)
    costs = np.where(problem.allowed, problem.energies, np.inf)
    cheapest = costs.min(axis=1)
    return np.asarray(costs + (cheapest.sum() - cheapest)[:, None])
