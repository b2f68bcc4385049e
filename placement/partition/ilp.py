"""The placement of least latency or energy by integer linear programming, solved by HiGHS (Eq. 11 to 14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from placement.partition.bounds import heads, least_values, tails, without_losers
from placement.partition.formulations import FORMULATIONS, over
from placement.partition.model import Index, Model, Outcome, Terms
from placement.partition.paths import makespan_of_paths
from placement.partition.rules import first_placement, on_edge
from placement.partition.shortage import limit_devices, obvious, place_blocks, why_infeasible
from placement.partition.value import PROVEN, Places, Watch, check, value, weights
from placement.problem import Answer, Array, Goal, Problem, Status

# Costs are scaled so that the best placement known costs this: HiGHS's tolerances are absolute.
_SCALE = 1000.0
Further = Callable[[Model, Problem, Index], None]


@dataclass(frozen=True, slots=True)
class Way:
    """How the model is written.

    formulation: a name of `FORMULATIONS`
    paths: one constraint for each path as in Eq. 12, instead of a finish time for each block
    plain: without a first placement and the bounds that it gives
    further: adds constraints of its own; a first placement need not keep them, so there is none
    """

    formulation: str = "stays"
    paths: bool = False
    plain: bool = False
    further: Further | None = None


REPORT = Way("mccormick", plain=True)


def solve(problem: Problem, goal: Goal, *, time_limit: float = 60.0, way: Way | None = None) -> Answer:
    """The best placement, with HiGHS's proof; of a problem without a placement, or out of time, the reason.

    details: seconds of each stage, the size of the model, and the nodes of the search
    """
    check(problem)
    if reason := obvious(problem):
        return Answer(Status.INFEASIBLE, goal, reason=reason)
    way, watch = way or Way(), Watch()
    first = None if way.plain or way.further else first_placement(problem, goal)
    reference = value(problem, goal, on_edge(problem) if first is None else first)
    smaller = problem if first is None else without_losers(problem, goal, reference)
    watch.mark("preparing_s")
    scale = reference / _SCALE if 0 < reference < np.inf else 1.0
    built = _Built(smaller, goal, scale, way, watch)
    outcome = built.run(time_limit, first)
    building, solving = watch.total, outcome.seconds
    places = built.places(outcome)
    if places is None or (first is not None and reference < value(problem, goal, places)):
        places = first
    floor = 0.0 if first is None else float(least_values(smaller, goal).min(axis=1).max())
    answer = _answer(problem, goal, outcome, places, max(floor, outcome.bound * scale))
    if answer.status is Status.INFEASIBLE:
        answer = replace(answer, reason=why_infeasible(problem, max(time_limit - watch.total, 1.0)))
    details = {**watch.marks, "columns": built.model.width, "rows": built.model.height, "nodes": outcome.nodes}
    return replace(answer, building_s=building - solving, solving_s=solving, details=details)


class _Built:
    """The model of a problem, its costs divided by ``scale``."""

    def __init__(self, problem: Problem, goal: Goal, scale: float, way: Way, watch: Watch) -> None:
        self.model, self.problem, self.scale, self.way, self.watch = Model(), problem, scale, way, watch
        costs, transfers = (one / scale for one in weights(problem, goal))
        self.placed = place_blocks(self.model, problem)
        limit_devices(self.model, problem, self.placed)
        write = FORMULATIONS[way.formulation]
        transfer = write(self.model, problem.flows, self.placed, transfers, problem.edge)
        if way.further:
            way.further(self.model, problem, self.placed)
        watch.mark("constraints_s")
        self.model.minimise(self._objective(goal, costs, transfer))
        watch.mark("objective_s")

    def _objective(self, goal: Goal, costs: Array, transfer: Terms) -> Terms:
        if goal is Goal.ENERGY:
            return over(self.placed, costs) + transfer
        if self.way.paths:
            return makespan_of_paths(self.model, self.problem, self.placed, costs, transfer)
        around = (costs, np.zeros_like(costs))
        if not self.way.plain:
            around = (heads(self.problem, goal) / self.scale, tails(self.problem, goal) / self.scale)
        return makespan(self.model, self.problem, self.placed, costs, transfer, around)

    def run(self, time_limit: float, first: Places | None) -> Outcome:
        allowed = self.problem.allowed
        start = None if first is None else (np.arange(allowed.shape[1]) == first[:, None])[allowed].astype(float)
        # Of a model that our own bounds have made small, HiGHS's presolve takes longer than the search.
        outcome = self.model.solve(max(time_limit - self.watch.total, 0.0), start, presolve=self.way.plain)
        self.watch.mark("handing_s", outcome.seconds)
        return outcome

    def places(self, outcome: Outcome) -> Places | None:
        if not len(outcome.columns):
            return None
        return np.asarray(np.where(self.placed >= 0, outcome.columns[self.placed], -1.0).argmax(axis=1))


def makespan(
    model: Model, problem: Problem, placed: Index, times: Array, transfer: Terms, around: tuple[Array, Array]
) -> Terms:
    """A variable that no block's finish is later than, by a variable for the finish of each block.

    around: least time (B, D) to the finish of a block on a device, and from there to the end
    """
    before, after = around
    finish, last = model.columns(len(problem.blocks)), model.columns(1)
    source, target = problem.flows.T
    flows, blocks = np.arange(len(source)), np.arange(len(finish))
    waits = Terms.of(flows, finish[target], 1.0) - Terms.of(flows, finish[source], 1.0)
    model.constrain(waits - over(placed[target], times[target]) - transfer, 0.0, np.inf, len(flows))
    model.constrain(Terms.of(blocks, finish, 1.0) - over(placed, before), 0.0, np.inf, len(blocks))
    end = Terms.of(blocks, np.repeat(last, len(blocks)), 1.0)
    model.constrain(end - Terms.of(blocks, finish, 1.0) - over(placed, after), 0.0, np.inf, len(blocks))
    return Terms.of(np.zeros(1, np.int64), last, 1.0)


def _answer(problem: Problem, goal: Goal, outcome: Outcome, places: Places | None, bound: float) -> Answer:
    """Status and value as proven: the value is of the placement itself, not the solver's sum."""
    if outcome.infeasible:
        return Answer(Status.INFEASIBLE, goal)
    if places is None:
        return Answer(Status.TIME_LIMIT, goal, bound=bound, reason=_stopped(outcome, "no placement was found by then"))
    reached = value(problem, goal, places)
    found = Answer(Status.OPTIMAL, goal, tuple(places.tolist()), reached, min(bound, reached))
    if outcome.proven or found.gap <= PROVEN:
        return found
    words = f"this placement may be up to {max(found.gap, 1e-3):.1%} from the best"
    status = Status.TIME_LIMIT if outcome.stopped else Status.FOUND
    return replace(found, status=status, reason=_stopped(outcome, words))


def _stopped(outcome: Outcome, rest: str) -> str:
    return (
        f"the solver ended with '{outcome.words}' after {outcome.seconds:.1f} s; {rest}: a longer time limit may help"
    )
