from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.placement_solvers import eeg, random_problem
from placement.partition import BASELINES, exhaustive, ilp, quadratic, solve
from placement.problem import Goal, Problem, Status
from tests.placement.partition.chains import A, Steps, chain

TIMES = [(0.0, 0.0)] * 4
MOVED = [1.0] * 3
FREE = chain({0: A}, TIMES, MOVED)


def limited(problem: Problem, a: float, e: float) -> Problem:
    return replace(problem, ram_limits=np.array([a, e]))


CASES = {
    "no device": (
        replace(FREE, allowed=FREE.allowed & (np.arange(4) != 2)[:, None]),
        "block b2 may lie on no device; give it one that can run it",
    ),
    "too large": (
        limited(replace(FREE, ram=np.where(np.arange(4)[:, None] == 2, 2500.0, 1.0) * np.ones((4, 2))), 2000, 1000),
        "block b2 fits on none of its devices: it takes 2,500 bytes of RAM on A, which has 2,000, "
        "2,500 bytes of RAM on E, which has 1,000",
    ),
    "pinned": (
        limited(chain({0: A, 1: A}, TIMES, MOVED), 150, np.inf),
        "RAM of A: the blocks that have to lie there take 200 bytes of 150 (b0, b1)",
    ),
    "flash": (
        replace(chain({0: A, 1: A}, TIMES, MOVED), flash_limits=np.array([150.0, np.inf])),
        "flash of A: the blocks that have to lie there take 200 bytes of 150 (b0, b1)",
    ),
    "together": (
        limited(FREE, 230, 110),
        "together the blocks do not fit: it takes at least 70 bytes of RAM on A more",
    ),
}


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("case", CASES)
def test_why_nothing_fits(case: str, goal: Goal) -> None:
    problem, reason = CASES[case]
    for solver in (solve, exhaustive.solve, quadratic.solve):
        answer = solver(problem, goal)
        assert (answer.status, answer.assignment, answer.reason) == (Status.INFEASIBLE, (), reason)
    for name, baseline in BASELINES.items():
        answer = baseline(problem, goal)
        assert (answer.status, answer.assignment) == (Status.INFEASIBLE, ()), name
        assert answer.reason, name


def test_a_limit_that_is_just_kept() -> None:
    assert solve(limited(FREE, 300, 100), Goal.ENERGY).status is Status.OPTIMAL
    assert solve(limited(FREE, 299, 100), Goal.ENERGY).status is Status.INFEASIBLE


def test_a_rule_that_does_not_fit_says_where() -> None:
    full = limited(FREE, 400, 200)
    assert solve(full, Goal.ENERGY).status is Status.OPTIMAL
    assert BASELINES["RT-IFTTT"](full, Goal.ENERGY).reason.endswith("RAM of E: its blocks take 300 bytes of 200")


def test_out_of_time_there_is_still_the_first_placement() -> None:
    problem = random_problem(np.random.default_rng(0), 30, 60)
    answer = solve(problem, Goal.ENERGY, time_limit=0.0)
    assert answer.status is Status.TIME_LIMIT
    assert len(answer.assignment) == len(problem.blocks)
    assert 0.0 < answer.gap < 1.0
    assert answer.reason.startswith("the solver ended with 'Time limit reached' after ")
    assert f"up to {answer.gap:.1%} from the best" in answer.reason


def test_out_of_time_there_may_be_no_placement() -> None:
    answer = ilp.solve(eeg(np.random.default_rng(0)), Goal.ENERGY, time_limit=0.0, way=ilp.REPORT)
    assert (answer.status, answer.assignment) == (Status.TIME_LIMIT, ())
    assert "no placement was found by then" in answer.reason


def test_the_quadratic_search_says_when_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quadratic, "Watch", Steps)
    answer = quadratic.solve(eeg(np.random.default_rng(0)), Goal.ENERGY, time_limit=0.05)
    assert answer.status is Status.TIME_LIMIT
    assert answer.bound <= solve(eeg(np.random.default_rng(0)), Goal.ENERGY).value <= answer.value
    assert answer.reason.startswith("the search was stopped after 0.05 s and ")


def test_the_quadratic_search_needs_no_end_where_a_bound_proves_its_placement(monkeypatch: pytest.MonkeyPatch) -> None:
    none = np.zeros((0, 2, 2))
    loose = replace(
        random_problem(np.random.default_rng(0), 1, 30),
        flows=np.zeros((0, 2), np.int64),
        transfer_times=none,
        transfer_energies=none,
    )
    whole = quadratic.solve(loose, Goal.LATENCY)
    monkeypatch.setattr(quadratic, "Watch", Steps)
    steps = len(loose.blocks) + 3  # one for each block on the way to the first placement
    answer = quadratic.solve(loose, Goal.LATENCY, time_limit=1e-4 * steps)
    assert (answer.status, answer.value, answer.gap) == (Status.OPTIMAL, whole.value, 0.0)
    assert quadratic.solve(loose, Goal.LATENCY, time_limit=1e-4 * (steps - 8)).status is Status.TIME_LIMIT
