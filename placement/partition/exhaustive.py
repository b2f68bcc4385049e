"""Every placement tried: what the others are proven against, up to 2^20 placements."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from placement.partition.shortage import why_infeasible
from placement.partition.value import Places, Watch, check, fitting, values
from placement.problem import Answer, Goal, Problem, Status

MOST = 2**20
_AT_ONCE = 2**14


def solve(problem: Problem, goal: Goal) -> Answer:
    """The best of all placements, or, of too many, an answer without one."""
    check(problem)
    watch = Watch()
    if (many := count(problem)) > MOST:
        reason = f"10^{math.log10(many):.0f} placements, and at most {MOST:,} are tried"
        return Answer(Status.NOT_TRIED, goal, bound=0.0, reason=reason)
    best, least = None, np.inf
    for places in placements(problem):
        found = np.where(fitting(problem, places), values(problem, goal, places), np.inf)
        if found.min() < least:
            best, least = places[found.argmin()], float(found.min())
    if best is None:
        return Answer(Status.INFEASIBLE, goal, reason=why_infeasible(problem), solving_s=watch.total)
    return Answer(Status.OPTIMAL, goal, tuple(best.tolist()), least, least, solving_s=watch.total)


def count(problem: Problem) -> int:
    """How many placements there are, those that do not fit counted too."""
    return math.prod(problem.allowed.sum(axis=1).tolist())


def placements(problem: Problem) -> Iterator[Places]:
    """All placements, some thousands (N, B) at once."""
    devices = [np.flatnonzero(allowed) for allowed in problem.allowed]
    total = count(problem)
    for begin in range(0, total, _AT_ONCE):
        number = np.arange(begin, min(begin + _AT_ONCE, total))
        columns = []
        for choices in devices:
            columns.append(choices[number % len(choices)])
            number = number // len(choices)
        yield np.stack(columns, axis=1)
