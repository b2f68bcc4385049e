"""What the exact placement is compared with (technical report, section V-A), all in the form of `Solver`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from placement.partition import exhaustive, ilp, quadratic, rules
from placement.partition.model import Index, Model, Terms
from placement.partition.value import Places, Watch, check, shortages, value
from placement.problem import Answer, Goal, Problem, Solver, Status

# What "all-local" means, in the same words wherever it is told.
AT_SOURCE = "where its data comes from, or on the edge if that is several devices"
# A weight of 0 would leave it to chance which of many equal cuts is found.
_LEAST_WEIGHT = 1e-6


def rt_ifttt(problem: Problem, goal: Goal) -> Answer:
    """RT-IFTTT: devices sample and act, every movable block lies on the edge."""
    return _by_rule(problem, goal, rules.on_edge(problem), "every movable block on the edge")


def all_local(problem: Problem, goal: Goal) -> Answer:
    """Every movable block where its data comes from, or on the edge if that is several devices."""
    return _by_rule(problem, goal, rules.at_source(problem), f"every movable block {AT_SOURCE}")


def greedy(problem: Problem, goal: Goal) -> Answer:
    """Breadth first, each block where it costs least so far (Khare et al., 2019, as the report sums it up)."""
    check(problem)
    places = rules.greedy(problem, goal)
    if places is None:
        return Answer(Status.INFEASIBLE, goal, reason="greedy: a block found no device with room left for it")
    return _by_rule(problem, goal, places, "greedy, breadth first")


def wishbone(problem: Problem, goal: Goal, *, alpha: float = 0.5, time_limit: float = 60.0) -> Answer:
    """The cut of least alpha * CPU + beta * Net, beta = 1 - alpha (Newton et al., NSDI 2009), by the same ILP.

    CPU is the time that devices compute, 1 if every movable block does so at its source. Net is the time on the air, 1
    if none does. A block lies at its source or on the edge, and once data is on the edge, it stays there.
    """
    check(problem)
    homes = rules.at_source(problem)
    cut, watch = _cut(problem, homes, alpha), Watch()
    way = ilp.Way(further=partial(_one_way, homes=homes))
    inner = ilp.solve(cut, Goal.ENERGY, time_limit=time_limit, way=way)
    name = f"Wishbone({alpha:.1f}, {1 - alpha:.1f})"
    if not inner.assignment:
        return replace(inner, goal=goal, reason=f"{name}: {inner.reason}")
    reached = value(problem, goal, np.array(inner.assignment))
    status = Status.FOUND if inner.status is Status.OPTIMAL else inner.status
    return Answer(
        status,
        goal,
        inner.assignment,
        reached,
        reason=inner.reason or f"{name}: best for its own objective, which is not the {goal}",
        building_s=watch.total - inner.solving_s,
        solving_s=inner.solving_s,
        details={"alpha": alpha, "beta": 1 - alpha},
    )


def wishbone_opt(problem: Problem, goal: Goal, *, time_limit: float = 60.0) -> Answer:
    """Wishbone with the alpha of 0, 0.1 ... 1 that is best for the goal.

    details: ``alpha_low`` and ``alpha_high``, the range of the alphas that are as good as the best
    """
    tried = [wishbone(problem, goal, alpha=step / 10, time_limit=time_limit / 11) for step in range(11)]
    found = [answer for answer in tried if answer.assignment]
    if not found:
        return tried[0]
    best = min(found, key=lambda answer: answer.value)
    optimal = [answer.details["alpha"] for answer in found if answer.value <= best.value * (1 + 1e-9)]
    return replace(
        best,
        building_s=sum(answer.building_s for answer in tried),
        solving_s=sum(answer.solving_s for answer in tried),
        details={**best.details, "alpha_low": min(optimal), "alpha_high": max(optimal)},
    )


BASELINES: dict[str, Solver] = {
    "RT-IFTTT": rt_ifttt,
    "Wishbone(0.5, 0.5)": wishbone,
    "Wishbone(opt.)": wishbone_opt,
    "all-local": all_local,
    "greedy": greedy,
    "quadratic": quadratic.solve,
    "exhaustive": exhaustive.solve,
}


def within(time_limit: float) -> Mapping[str, Solver]:
    """`BASELINES`, none of which searches longer than a limit in s."""
    return BASELINES | {
        "Wishbone(0.5, 0.5)": partial(wishbone, time_limit=time_limit),
        "Wishbone(opt.)": partial(wishbone_opt, time_limit=time_limit),
        "quadratic": partial(quadratic.solve, time_limit=min(time_limit, quadratic.LONGEST)),
    }


def _by_rule(problem: Problem, goal: Goal, places: Places, rule: str) -> Answer:
    check(problem)
    if short := shortages(problem, places):
        return Answer(Status.INFEASIBLE, goal, reason=f"{rule}: {'; '.join(short)}")
    return Answer(
        Status.FOUND, goal, tuple(places.tolist()), value(problem, goal, places), reason=f"{rule}; nothing is proven"
    )


def _cut(problem: Problem, homes: Places, alpha: float) -> Problem:
    """The problem with Wishbone's weights for energies; movable blocks lie at their source or on the edge."""
    blocks = np.arange(len(homes))
    movable = problem.allowed.sum(axis=1) > 1
    allowed = problem.allowed.copy()
    allowed[movable] = False
    for places in (homes, np.full_like(homes, problem.edge)):
        allowed[blocks, places] |= problem.allowed[blocks, places] & movable
    at_home = movable & (homes != problem.edge) & problem.allowed[blocks, homes]
    cpu = np.zeros_like(problem.times)
    cpu[blocks[at_home], homes[at_home]] = problem.times[blocks[at_home], homes[at_home]]
    source, target = rules.on_edge(problem)[problem.flows].T
    air = problem.transfer_times[np.arange(len(source)), source, target].sum()
    return replace(
        problem,
        allowed=allowed,
        energies=max(alpha, _LEAST_WEIGHT) * cpu / (cpu.sum() or 1.0),
        transfer_energies=max(1 - alpha, _LEAST_WEIGHT) * problem.transfer_times / (air or 1.0),
    )


def _one_way(model: Model, problem: Problem, placed: Index, *, homes: Places) -> None:
    """A movable block is at its source only if what feeds it is."""
    movable = problem.allowed.sum(axis=1) > 1
    source, target = problem.flows[movable[problem.flows[:, 1]]].T
    ends = placed[source, homes[target]], placed[target, homes[target]]
    both = (homes[target] != problem.edge) & (ends[0] >= 0) & (ends[1] >= 0)
    rows = np.arange(both.sum())
    before, after = (Terms.of(rows, end[both], 1.0) for end in ends)
    model.constrain(after - before, -np.inf, 0.0, len(rows))
