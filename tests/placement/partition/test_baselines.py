from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.placement_solvers import eeg, random_problem
from placement.partition import BASELINES, within
from placement.partition.baselines import AT_SOURCE, wishbone, wishbone_opt
from placement.partition.rules import at_source, breadth_first
from placement.partition.value import inputs
from placement.problem import Answer, Goal, Problem, Status
from tests.placement.partition.chains import A, E, Steps, chain

# CPU: b1 takes 1 s of 4, b2 3 s. Net: raw data 8 s on the air, after b1 2 s, after b2 1 s.
CHAIN = chain({0: A, 3: E}, [(0.0, 0.0), (1.0, 0.1), (3.0, 0.1), (9.0, 0.0)], [8.0, 2.0, 1.0])


@pytest.mark.parametrize(
    ("alpha", "assignment"),
    [
        (0.0, (A, A, A, E)),
        (0.1, (A, A, A, E)),
        (0.2, (A, A, E, E)),
        (0.7, (A, A, E, E)),
        (0.8, (A, E, E, E)),
        (1.0, (A, E, E, E)),
    ],
)
@pytest.mark.parametrize("goal", list(Goal))
def test_wishbone_weighs_processing_and_air(alpha: float, assignment: tuple[int, ...], goal: Goal) -> None:
    # Cuts after b0, b1, b2 cost beta, alpha / 4 + beta / 4, alpha + beta / 8: the second is best from 1/7 to 3/4.
    answer = wishbone(CHAIN, goal, alpha=alpha)
    assert (answer.status, answer.assignment) == (Status.FOUND, assignment)
    assert (answer.goal, answer.details) == (goal, {"alpha": alpha, "beta": 1 - alpha})


def test_wishbone_opt_takes_the_best_alpha_and_tells_the_range() -> None:
    answer = wishbone_opt(CHAIN, Goal.LATENCY)
    assert answer.value == pytest.approx(min(8.2, 1.0 + 2.0 + 0.1, 4.0 + 1.0))
    assert (answer.details["alpha_low"], answer.details["alpha_high"]) == (0.2, 0.7)
    assert BASELINES["Wishbone(opt.)"](CHAIN, Goal.ENERGY).assignment == (A, A, A, E)


def test_wishbone_never_sends_data_back_for_processing() -> None:
    # b2 on A would save 7 s on the air, but b1 before it is too much for A.
    back = chain({0: A, 3: A}, [(0.0, 0.0), (5.0, 0.0), (0.0, 0.0), (0.0, 0.0)], [1.0, 1.0, 8.0])
    assert wishbone(back, Goal.LATENCY, alpha=0.95).assignment == (A, E, E, A)


@pytest.mark.parametrize("seed", range(5))
def test_wishbone_cuts_every_way_once(seed: int) -> None:
    problem = random_problem(np.random.default_rng(seed), 3, 30)
    places, homes = wishbone(problem, Goal.ENERGY, alpha=0.3).assignment, at_source(problem)
    movable = problem.allowed.sum(axis=1) > 1
    for source, target in problem.flows:
        if movable[target] and places[target] != problem.edge:
            assert places[source] == places[target] == homes[target]


def joined() -> Problem:
    """b0 on A and b1 on B feed b2; b3 takes b2's data, b4 that of b0."""
    problem = random_problem(np.random.default_rng(0), 2, 5)
    allowed = np.ones((5, 3), bool)
    allowed[:2] = np.eye(2, 3, dtype=bool)
    flows, none = np.array([(0, 2), (1, 2), (2, 3), (0, 4)]), np.zeros((4, 3, 3))
    return replace(problem, allowed=allowed, flows=flows, transfer_times=none, transfer_energies=none)


@pytest.mark.parametrize("goal", list(Goal))
def test_all_local_meets_on_the_edge(goal: Goal) -> None:
    assert BASELINES["all-local"](joined(), goal).assignment == (0, 1, 2, 2, 0)
    assert BASELINES["RT-IFTTT"](joined(), goal).assignment == (0, 1, 2, 2, 2)
    assert breadth_first(inputs(joined())) == [0, 1, 2, 4, 3]


def test_greedy_does_not_look_ahead() -> None:
    # b1 is cheapest on A by a little, and its data costs 9 s to send from there.
    trap = chain({0: A, 2: E}, [(0.0, 0.0), (1.0, 0.1), (0.0, 0.0)], [1.0, 9.0])
    answer = BASELINES["greedy"](trap, Goal.LATENCY)
    assert (answer.status, answer.assignment, answer.value) == (Status.FOUND, (A, A, E), 10.0)


def test_greedy_goes_on_where_there_is_room() -> None:
    full = chain({0: A}, [(0.0, 0.0)] * 3, [1.0, 1.0], limit=200.0)
    assert BASELINES["greedy"](full, Goal.ENERGY).assignment == (A, A, E)


@pytest.mark.parametrize("goal", list(Goal))
def test_exhaustive_search_says_what_is_too_much(goal: Goal) -> None:
    answer = BASELINES["exhaustive"](eeg(np.random.default_rng(0)), goal)
    assert (str(answer.status), answer.assignment) == ("not tried", ())
    assert answer.reason == "10^84 placements, and at most 1,048,576 are tried"


@pytest.mark.parametrize(("asked", "given"), [(3.0, 3.0), (60.0, 10.0)])
def test_nothing_searches_longer_than_it_may(monkeypatch: pytest.MonkeyPatch, asked: float, given: float) -> None:
    from placement.partition import ilp, quadratic

    monkeypatch.setattr(quadratic, "Watch", Steps)
    monkeypatch.setattr(Steps, "each", 0.01)
    answer = within(asked)["quadratic"](eeg(np.random.default_rng(0)), Goal.ENERGY)
    assert answer.reason.startswith(f"the search was stopped after {given:g} s and ")
    limits: list[float] = []
    solve = ilp.solve

    def seen(*problem: Any, time_limit: float, **way: Any) -> Answer:
        limits.append(time_limit)
        return solve(*problem, time_limit=time_limit, **way)

    monkeypatch.setattr(ilp, "solve", seen)
    within(asked)["Wishbone(0.5, 0.5)"](CHAIN, Goal.ENERGY)
    within(asked)["Wishbone(opt.)"](CHAIN, Goal.ENERGY)
    assert limits == pytest.approx([asked, *[asked / 11] * 11])
    assert list(within(asked)) == list(BASELINES)


def test_all_local_is_told_in_the_same_words_everywhere() -> None:
    from click.testing import CliRunner

    from cli.main import cli

    page = (Path(__file__).parents[3] / "docs" / "placement.md").read_text("utf-8")
    shown = [CliRunner().invoke(cli, ["place", name, "--help"]).output for name in ("solve", "compare")]
    for text in (page, *shown, BASELINES["all-local"](CHAIN, Goal.ENERGY).reason):
        assert AT_SOURCE in " ".join(text.split())
