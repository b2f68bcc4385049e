from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.placement_solvers import eeg, few_placements, random_problem, with_capacities
from placement.partition import BASELINES, exhaustive, ilp, quadratic, solve
from placement.partition.paths import TooManyPaths, path_count, paths
from placement.partition.value import latencies, shortages, value
from placement.problem import Goal, Problem, Status

GOALS = pytest.mark.parametrize("goal", list(Goal))


def drawn(seed: int, most: int = 2**12) -> Problem:
    """A small application; of three, one with capacities and one with transfers that go over no edge."""
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, int(rng.integers(1, 4)), int(rng.integers(3, 18)))
    problem = few_placements(rng, problem, most)
    if seed % 3 == 1:
        return with_capacities(rng, problem)
    return apart(rng, problem) if seed % 3 == 2 else problem


def apart(rng: np.random.Generator, problem: Problem) -> Problem:
    """The problem with costs of any kind, as no star has them and the edge the slowest now and then."""
    same = np.eye(len(problem.devices), dtype=bool)

    def flows() -> np.ndarray:
        return np.where(same, 0.0, rng.integers(0, 5, problem.transfer_times.shape).astype(float))

    return replace(
        problem,
        times=rng.uniform(0.0, 3.0, problem.times.shape),
        energies=rng.integers(0, 3, problem.times.shape).astype(float),
        transfer_times=flows(),
        transfer_energies=flows(),
    )


def walked(problem: Problem, assignment: np.ndarray) -> float:
    """Eq. 1 and 3 as they stand: the longest of all paths, each walked alone."""
    lengths = []
    for blocks, flows in paths(problem):
        own = sum(problem.times[block, assignment[block]] for block in blocks)
        ends = [assignment[problem.flows[flow]] for flow in flows]
        lengths.append(own + sum(problem.transfer_times[flow, s, t] for flow, (s, t) in zip(flows, ends, strict=True)))
    return float(max(lengths))


@GOALS
@pytest.mark.parametrize("seed", range(60))
def test_the_best_of_all_placements_is_found(seed: int, goal: Goal) -> None:
    problem = drawn(seed)
    ours, best = solve(problem, goal), exhaustive.solve(problem, goal)
    assert ours.status is best.status
    if best.status is Status.OPTIMAL:
        assert ours.value == pytest.approx(best.value, rel=1e-9)
        assert ours.gap < 1e-6
        assert not shortages(problem, np.array(ours.assignment))
        assert ours.value == value(problem, goal, np.array(ours.assignment))


WAYS = {
    "stays, plain": ilp.Way(plain=True),
    "pairs": ilp.Way("pairs"),
    "mccormick": ilp.Way("mccormick"),
    "as the report": ilp.REPORT,
    "paths": ilp.Way(paths=True),
    "paths, as the report": ilp.Way("mccormick", paths=True, plain=True),
}


@GOALS
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(6))
def test_however_it_is_written_the_optimum_is_the_same(seed: int, way: str, goal: Goal) -> None:
    problem = drawn(seed, 2**8)
    ours, other = solve(problem, goal), ilp.solve(problem, goal, way=WAYS[way])
    assert ours.status is other.status
    assert ours.value == pytest.approx(other.value, rel=1e-6, nan_ok=True)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.sampled_from(list(Goal)))
def test_no_baseline_is_better(seed: int, goal: Goal) -> None:
    problem = drawn(seed, 2**10)
    best = solve(problem, goal)
    for name, solver in BASELINES.items():
        answer = solver(problem, goal)
        if answer.assignment:
            assert not shortages(problem, np.array(answer.assignment)), name
            assert answer.value >= best.value * (1 - 1e-9), name
        else:
            assert answer.reason, name


@GOALS
@pytest.mark.parametrize("seed", range(9))
def test_the_quadratic_form_has_the_same_optimum(seed: int, goal: Goal) -> None:
    problem = drawn(seed)
    ours, other = solve(problem, goal), quadratic.solve(problem, goal)
    assert other.status is ours.status
    assert ours.value == pytest.approx(other.value, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(6))
def test_the_latency_is_the_longest_path(seed: int) -> None:
    problem = drawn(seed)
    places = next(exhaustive.placements(problem))[::97]
    assert latencies(problem, places) == pytest.approx([walked(problem, one) for one in places])


def test_paths_are_counted_before_they_are_walked() -> None:
    problem = random_problem(np.random.default_rng(1), 2, 20)
    assert path_count(problem) == len(list(paths(problem)))


def test_too_many_paths_are_refused() -> None:
    layers = np.arange(60).reshape(20, 3)
    flows = [(a, b) for here, after in pairwise(layers) for a in here for b in after]
    problem = random_problem(np.random.default_rng(1), 1, 60)
    some = np.zeros((len(flows), 2, 2))
    ladder = replace(problem, flows=np.array(flows), transfer_times=some, transfer_energies=some)
    with pytest.raises(TooManyPaths, match="3,486,784,401 paths"):
        ilp.solve(ladder, Goal.LATENCY, way=ilp.Way(paths=True))
    assert solve(ladder, Goal.LATENCY).status is Status.OPTIMAL


@GOALS
@pytest.mark.parametrize("seed", range(9))
def test_a_placement_without_a_gap_is_proven_and_any_other_has_one(seed: int, goal: Goal) -> None:
    problem = drawn(seed)
    for answer in (solve(problem, goal, time_limit=1e-9), quadratic.solve(problem, goal, time_limit=0.0)):
        if answer.assignment:
            proven = answer.status is Status.OPTIMAL
            assert proven == (answer.gap <= 1e-9)
            assert proven == (answer.reason == "")
            assert answer.bound <= solve(problem, goal).value * (1 + 1e-9)


def test_what_our_own_bounds_prove_needs_no_search() -> None:
    chain = replace(drawn(0), flows=np.zeros((0, 2), np.int64))
    none = np.zeros((0, *chain.transfer_times.shape[1:]))
    answer = solve(replace(chain, transfer_times=none, transfer_energies=none), Goal.LATENCY, time_limit=1e-9)
    assert (answer.status, answer.gap, answer.reason) == (Status.OPTIMAL, 0.0, "")


@GOALS
def test_blocks_without_flows(goal: Goal) -> None:
    problem = drawn(0)
    none = np.zeros((0, len(problem.devices), len(problem.devices)))
    loose = replace(problem, flows=np.zeros((0, 2), np.int64), transfer_times=none, transfer_energies=none)
    assert solve(loose, goal).value == pytest.approx(exhaustive.solve(loose, goal).value)


@GOALS
def test_where_all_is_free_the_value_is_zero(goal: Goal) -> None:
    problem = drawn(0)
    costs = {name: 0 * getattr(problem, name) for name in ("times", "energies", "transfer_times", "transfer_energies")}
    answer = solve(replace(problem, **costs), goal)
    assert (answer.status, answer.value, answer.gap) == (Status.OPTIMAL, 0.0, 0.0)


@GOALS
def test_costs_of_any_size_are_told_apart(goal: Goal) -> None:
    problem = drawn(0)
    best = solve(problem, goal).value
    for factor in (1e-9, 1e9):
        names = ("times", "energies", "transfer_times", "transfer_energies")
        scaled = replace(problem, **{name: factor * getattr(problem, name) for name in names})
        assert solve(scaled, goal).value == pytest.approx(factor * best, rel=1e-9)


@GOALS
def test_an_application_like_eeg(goal: Goal) -> None:
    problem = eeg(np.random.default_rng(0))
    answer = solve(problem, goal)
    assert problem.scale == 1012
    assert answer.status is Status.OPTIMAL
    assert answer.bound <= answer.value
    assert math.isclose(
        sum(answer.details[key] for key in answer.details if key.endswith("_s")), answer.building_s, abs_tol=0.05
    )
