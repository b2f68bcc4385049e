"""A placement beside others: what other conditions change, and what other methods reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.placing import Plan, place, told, values
from core.errors import UsageError
from core.spelling import meant

if TYPE_CHECKING:
    from placement.problem import Answer, Goal, Problem

REFERENCES = {"RT-IFTTT": "all on the edge", "all-local": "all local"}
_AS_GOOD = 1 + 1e-9  # more is no rounding
_EXAMPLES = {"bandwidth": "0.5", "network": "BLE"}


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """Another plan for other conditions. Where staying is as good, nothing moves.

    moves: (block, device before, device now); staying: the goal if nothing moved, None where that does not fit
    """

    condition: Condition
    plan: Plan
    moves: tuple[tuple[str, str, str], ...]
    staying: float | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What differs in a what-if."""

    words: str
    bandwidth: float = 1.0
    network: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rival:
    """What one method reaches for a goal: ``ratio`` is its value over that of the best placement."""

    method: str
    answer: Answer
    ratio: float | None


def what_if(plan: Plan, condition: Condition, time_limit: float) -> WhatIf:
    """A plan anew under another condition, and what moves."""
    case = replace(plan.case, network=condition.network or plan.case.network)
    problem = case.problem(condition.bandwidth)
    other = place(case, plan.answer.goal, time_limit, problem)
    before = plan.answer.assignment
    staying = _staying(problem, plan.answer)
    if staying is not None and staying <= other.answer.value * _AS_GOOD:
        answer = replace(other.answer, assignment=before, value=staying)
        other = Plan(case, problem, answer, *values(problem, answer))
    names, now = problem.devices, other.answer.assignment
    moves = tuple(
        (block, names[old], names[new])
        for block, old, new in zip(problem.blocks, before, now, strict=True)
        if old != new
    )
    return WhatIf(condition, other, moves, staying)


def _staying(problem: Problem, before: Answer) -> float | None:
    """What a placement is worth in another problem, None where it does not fit there."""
    import numpy as np

    from placement.partition.value import shortages, value

    places = np.array(before.assignment, dtype=np.int64)
    return None if shortages(problem, places) else value(problem, before.goal, places)


def condition(words: str) -> Condition:
    """``bandwidth=0.5``, ``network=BLE``, or both with a comma between them."""
    given: dict[str, str] = {}
    for part in words.split(","):
        key, equals, text = (one.strip() for one in part.partition("="))
        if key not in _EXAMPLES:
            hint = meant(key, _EXAMPLES, "What can change: bandwidth=0.5, network=NAME.")
            raise UsageError(f"--what-if {words}: nothing is called {key!r}.", hint)
        if not equals or not text:
            raise UsageError(f"--what-if {words}: {key} has no value.", f"Write {key}={_EXAMPLES[key]}.")
        given[key] = text
    return Condition(words, _factor(given.get("bandwidth", "1"), words), given.get("network"))


def references(problem: Problem, goal: Goal) -> Mapping[str, Answer]:
    """What the two plain ways give: all movable blocks on the edge, and all at their source."""
    from placement.partition import BASELINES

    with told():
        return {name: BASELINES[name](problem, goal) for name in REFERENCES}


def compare(problem: Problem, best: Answer, time_limit: float) -> Sequence[Rival]:
    """Every other method for the goal of the best placement, which comes first; each searches for ``time_limit`` s at most."""
    from placement.partition import within

    with told():
        others = {name: solve(problem, best.goal) for name, solve in within(time_limit).items()}
    answers = {"ILP": best, **others}
    return [Rival(name, answer, _ratio(answer, best)) for name, answer in answers.items()]


def _factor(text: str, words: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"--what-if {words}: {text!r} is no number.", "Write bandwidth=0.5 for half of it.") from error


def _ratio(answer: Answer, best: Answer) -> float | None:
    return answer.value / best.value if answer.assignment and best.value else None
