"""Bounds, rules and formulations by themselves: in the solver one mends what another gets wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from bench.placement_solvers import few_placements, random_problem
from placement.partition.bounds import heads, least_values, tails, without_losers
from placement.partition.formulations import star
from placement.partition.rules import Free, at_source, backward, breadth_first, first_placement, greedy, on_edge
from placement.partition.shortage import obvious, why_infeasible
from placement.partition.value import ROUNDING, values
from placement.problem import Array, Goal, Problem
from tests.placement.partition.chains import A, E, chain

GOALS = pytest.mark.parametrize("goal", list(Goal))
# On A: 1, 2 and 4 s, on E none. The first flow takes 5 s on the air, the second 3 s.
CHAIN = chain({0: A}, [(1.0, 0.0), (2.0, 0.5), (4.0, 0.25)], [5.0, 3.0])
# The same, but what is heavy comes first: worth its transfer only for who looks ahead.
HEAVY = chain({0: A}, [(0.0, 0.0), (1.0, 0.1), (9.0, 0.2)], [2.0, 2.0])


def ram(a: float, e: float) -> Problem:
    return replace(CHAIN, ram_limits=np.array([a, e]))


def flash(a: float, e: float) -> Problem:
    return replace(CHAIN, flash_limits=np.array([a, e]))


def all_placements(problem: Problem) -> np.ndarray:
    return np.array(list(product(*(np.flatnonzero(row) for row in problem.allowed))), np.int64)


def least(problem: Problem, goal: Goal) -> Array:
    """(B, D) the best of all placements with a block on a device, one after the other."""
    found, places = np.full(problem.allowed.shape, np.inf), all_placements(problem)
    for assignment, cost in zip(places, values(problem, goal, places), strict=True):
        rows = np.arange(len(assignment))
        found[rows, assignment] = np.minimum(found[rows, assignment], cost)
    return found


def test_heads_and_tails_of_a_chain_as_reckoned_by_hand() -> None:
    np.testing.assert_allclose(heads(CHAIN, Goal.LATENCY), [[1.0, np.inf], [3.0, 6.5], [7.0, 6.25]])
    np.testing.assert_allclose(tails(CHAIN, Goal.LATENCY), [[5.25, 0.75], [3.25, 0.25], [0.0, 0.0]])


@GOALS
def test_on_a_chain_heads_and_tails_are_what_the_best_placement_costs(goal: Goal) -> None:
    np.testing.assert_allclose(heads(CHAIN, goal) + tails(CHAIN, goal), least(CHAIN, goal))


@GOALS
@pytest.mark.parametrize("seed", range(8))
def test_no_placement_is_better_than_its_bounds(seed: int, goal: Goal) -> None:
    rng = np.random.default_rng(seed)
    problem = few_placements(rng, random_problem(rng, 3, 9), 2**9)
    best = least(problem, goal)
    bound = least_values(problem, goal)
    assert (bound <= best * (1 + 1e-9)).all()
    assert np.array_equal(np.isinf(bound), ~problem.allowed)
    kept = without_losers(problem, goal, float(best.min()))
    assert (kept.allowed | ~np.isclose(best, best.min())).all()
    assert not (kept.allowed & ~problem.allowed).any()


def test_a_place_that_is_too_dear_alone_is_dropped_and_one_as_good_as_the_best_is_kept() -> None:
    # All ways of CHAIN take 6.25 s at best; over A alone it is 7 s.
    assert without_losers(CHAIN, Goal.LATENCY, 6.25).allowed.tolist() == [[True, False], [True, False], [False, True]]
    assert without_losers(CHAIN, Goal.LATENCY, 7.0).allowed.tolist() == [[True, False], [True, True], [True, True]]


def test_an_energy_bound_counts_the_cheapest_of_the_other_blocks() -> None:
    # mJ on A: 2, 4 and 8, on E nothing.
    np.testing.assert_allclose(least_values(CHAIN, Goal.ENERGY), [[2.0, np.inf], [6.0, 2.0], [10.0, 2.0]])


def test_greedy_sees_what_is_behind_it_and_with_tails_what_is_ahead() -> None:
    assert greedy(HEAVY, Goal.LATENCY) is not None
    np.testing.assert_array_equal(greedy(HEAVY, Goal.LATENCY), [A, A, E])
    wide = replace(HEAVY, transfer_times=HEAVY.transfer_times * np.array([0.3, 10.0])[:, None, None])
    np.testing.assert_array_equal(greedy(wide, Goal.LATENCY), [A, E, E])
    early = replace(HEAVY, transfer_times=HEAVY.transfer_times * np.array([1.0, 10.0])[:, None, None])
    np.testing.assert_array_equal(greedy(early, Goal.LATENCY), [A, A, A])
    np.testing.assert_array_equal(greedy(early, Goal.LATENCY, tails(early, Goal.LATENCY)), [A, E, E])


def test_greedy_counts_how_late_its_inputs_come() -> None:
    """Block 0 is done on A after 10 s, in which what takes 8 s from block 1 on the edge comes, too."""
    join = replace(
        chain({0: A, 1: E}, [(10.0, 0.0), (0.0, 0.0), (0.0, 0.0)], [3.0, 8.0]), flows=np.array([(0, 2), (1, 2)])
    )
    np.testing.assert_array_equal(greedy(join, Goal.LATENCY), [A, E, A])
    np.testing.assert_array_equal(greedy(join, Goal.ENERGY), [A, E, E])


@GOALS
@pytest.mark.parametrize("problem", [CHAIN, HEAVY])
def test_backward_is_best_on_a_chain(problem: Problem, goal: Goal) -> None:
    places = backward(problem, goal)
    assert places is not None
    assert values(problem, goal, places[None, :])[0] == pytest.approx(least(problem, goal).min())


def test_backward_waits_for_the_slowest_consumer_and_pays_for_all() -> None:
    """Block 1 feeds two blocks on the edge: 2 s each at once, but 20 mJ each; by itself it goes there for 3 s and 30 mJ."""
    fork = replace(
        chain({0: A, 2: E, 3: E}, [(0.0, 0.0)] * 4, [3.0, 2.0, 2.0]), flows=np.array([(0, 1), (1, 2), (1, 3)])
    )
    np.testing.assert_array_equal(backward(fork, Goal.LATENCY), [A, A, E, E])
    np.testing.assert_array_equal(backward(fork, Goal.ENERGY), [A, E, E, E])
    np.testing.assert_allclose(tails(fork, Goal.LATENCY)[1], [2.0, 0.0])
    np.testing.assert_allclose(tails(fork, Goal.ENERGY)[1], [40.0, 0.0])


def test_a_rule_that_finds_no_room_gives_no_placement() -> None:
    tight = ram(100.0, 50.0)
    assert greedy(tight, Goal.LATENCY) is None
    assert backward(tight, Goal.LATENCY) is None
    assert first_placement(tight, Goal.LATENCY) is None


def test_room_is_told_to_the_byte_and_is_kept_for_pinned_blocks() -> None:
    """Up to what HiGHS cannot tell apart: a millionth."""
    free = Free(ram(200.0, 100.0))
    assert free.take(1, np.array([1.0, 2.0])) == A
    assert free.take(2, np.array([1.0, 2.0])) == E
    for limit, place in ((199.9, E), (200.0, A), (200.1, A)):
        narrow = Free(ram(limit, 100.0))
        assert narrow.take(1, np.array([1.0, 2.0])) == place
    slack = Free(ram(200.0 / ROUNDING * (1 + 1e-9), 100.0))
    assert slack.take(1, np.array([1.0, 2.0])) == A
    assert slack.take(0, np.array([1.0, 2.0])) == A, "a pinned block has its room already"


def test_blocks_go_breadth_first_by_their_longest_way() -> None:
    # 0 -> 1 -> 3, 0 -> 3, 2 stands alone: 3 comes last.
    assert breadth_first([[], [(0, 0)], [], [(1, 1), (2, 0)]]) == [0, 2, 1, 3]


def test_what_takes_from_two_devices_goes_to_the_edge_and_a_pinned_block_stays() -> None:
    problem = replace(
        CHAIN,
        blocks=("s", "t", "join"),
        allowed=np.array([[True, False], [False, True], [True, True]]),
        flows=np.array([(0, 2), (1, 2)]),
    )
    np.testing.assert_array_equal(at_source(problem), [A, E, E])
    np.testing.assert_array_equal(at_source(replace(problem, flows=problem.flows[:1])), [A, E, A])
    np.testing.assert_array_equal(on_edge(problem), [A, E, E])


@pytest.mark.parametrize("limited", [ram, flash])
def test_a_block_that_just_fits_somewhere_is_not_too_large(limited: Callable[[float, float], Problem]) -> None:
    assert obvious(limited(100.0, 99.0)) == obvious(limited(100.0 / ROUNDING, 99.0)) == ""
    assert obvious(limited(99.0, 99.0)).startswith("block b0 fits on none of its devices: it takes 100 bytes of ")


def test_the_bytes_that_are_missing_are_whole_and_of_the_right_kind() -> None:
    full = replace(CHAIN, ram_limits=np.array([200.0, 30.0]), flash_limits=np.array([150.0, np.inf]))
    assert why_infeasible(full) == (
        "together the blocks do not fit: it takes at least 70 bytes of RAM on E and 50 bytes of flash on A more"
    )
    assert "no time to find out where" in why_infeasible(full, time_limit=0.0)


def test_a_star_goes_over_its_edge_and_nothing_else_does() -> None:
    half = np.array([[2.0, 0.0, 5.0]])
    costs = half[:, :, None] + half[:, None, :]
    costs[:, range(3), range(3)] = 0.0
    assert star(costs, 1)
    assert not star(costs, 0)
    near = costs.copy()
    near[0, 0, 2] += 1e-9
    assert not star(near, 1)
