"""The quadratic form itself (Eq. 3 and 5), by a branch and bound of our own.

HiGHS solves no mixed integer program with products that are not convex, and Gurobi, which the report times, is not
free. So this is a search in depth that places one block after another and keeps the products as they are. It bounds
what is left by the cheapest place of each block, in latency by the quickest way to the end. Its times show how such a
search grows with the problem, not what a commercial solver takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from placement.partition.bounds import least_values, tails
from placement.partition.shortage import why_infeasible
from placement.partition.value import PROVEN, ROUNDING, Watch, capacities, check, inputs, weights
from placement.problem import Answer, Goal, Problem, Status

# s: what such a search has not found by then, it seldom finds at all.
LONGEST = 10.0


def solve(problem: Problem, goal: Goal, *, time_limit: float = LONGEST) -> Answer:
    """The best placement if the search comes to its end, else the best one so far."""
    check(problem)
    watch = Watch()
    if not problem.allowed.any(axis=1).all():
        return Answer(Status.INFEASIBLE, goal, reason=why_infeasible(problem))
    search = _Search(problem, goal)
    building = watch.total
    ended = search.run(watch, time_limit)
    answer = _answer(problem, goal, search, ended)
    if answer.status is Status.TIME_LIMIT:
        answer = replace(answer, reason=f"the search was stopped after {time_limit:g} s and {search.nodes:,} nodes")
    solving = watch.total - building
    return replace(answer, building_s=building, solving_s=solving, details={"nodes": float(search.nodes)})


def _answer(problem: Problem, goal: Goal, search: _Search, ended: bool) -> Answer:
    if ended and not search.assignment:
        return Answer(Status.INFEASIBLE, goal, reason=why_infeasible(problem))
    value = search.best if search.assignment else float("nan")
    bound = value if ended else float(least_values(problem, goal).min(axis=1).max())
    if value <= bound * (1 + PROVEN):
        return Answer(Status.OPTIMAL, goal, search.assignment, value, min(bound, value))
    return Answer(Status.TIME_LIMIT, goal, search.assignment, value, bound)


class _Search:
    """Places of the blocks up to a depth, and what they have cost at each depth."""

    def __init__(self, problem: Problem, goal: Goal) -> None:
        self.problem, self.into, self.late = problem, inputs(problem), goal is Goal.LATENCY
        self.costs, self.transfers = weights(problem, goal)
        count, devices = self.costs.shape
        self.after = tails(problem, goal) if self.late else np.zeros(self.costs.shape)
        cheapest = np.where(problem.allowed, self.costs, np.inf).min(axis=1)
        # In latency what is left is in `after`.
        self.rest = np.zeros(count) if self.late else np.append(np.cumsum(cheapest[::-1])[::-1][1:], 0.0)
        self.needs = np.stack([needs for needs, _ in capacities(problem)], axis=1)
        self.free = np.empty((count + 1, 2, devices))
        self.free[0] = np.stack([limits * ROUNDING for _, limits in capacities(problem)])
        self.places, self.finish = np.zeros(count, np.int64), np.zeros(count)
        self.level = np.zeros(count + 1)
        self.best, self.nodes = np.inf, 0
        self.assignment: tuple[int, ...] = ()

    def run(self, watch: Watch, time_limit: float) -> bool:
        """Whether the search came to its end in time."""
        waiting = [self._options(0)]
        while waiting:
            if watch.total > time_limit:
                return False
            block = len(waiting) - 1
            if not self._put(block, next(waiting[-1], None)):
                waiting.pop()
            elif block + 1 < len(self.places):
                waiting.append(self._options(block + 1))
            else:
                self.best, self.assignment = float(self.level[-1]), tuple(self.places.tolist())
        return True

    def _options(self, block: int) -> Iterator[tuple[int, float, float]]:
        """Devices with room, the most promising first: device, finish and level."""
        begin = np.zeros(self.costs.shape[1])
        for flow, source in self.into[block]:
            moved = self.transfers[flow, self.places[source]]
            begin = np.maximum(begin, self.finish[source] + moved) if self.late else begin + moved
        finish = begin + self.costs[block]
        level = np.maximum(self.level[block], finish + self.after[block]) if self.late else self.level[block] + finish
        good = self.problem.allowed[block] & (self.needs[block] <= self.free[block]).all(axis=0)
        for place in np.argsort(np.where(good, level, np.inf), kind="stable")[: good.sum()].tolist():
            yield place, finish[place], level[place]

    def _put(self, block: int, option: tuple[int, float, float] | None) -> bool:
        """Place a block; False if it has no option left that may be better than the best."""
        if option is None or option[2] + self.rest[block] >= self.best:
            return False
        place, self.finish[block], self.level[block + 1] = option
        self.places[block] = place
        self.free[block + 1] = self.free[block]
        self.free[block + 1, :, place] -= self.needs[block, :, place]
        self.nodes += 1
        return True
