from __future__ import annotations

import numpy as np
import pytest

from bench.placement_solvers import eeg, random_problem
from placement.partition.formulations import FORMULATIONS, over, star
from placement.partition.model import Model, Terms
from placement.partition.shortage import place_blocks
from placement.problem import Problem


def relaxed(problem: Problem, formulation: str) -> float:
    """The least energy if blocks could be split."""
    model = Model()
    placed = place_blocks(model, problem)
    costs = problem.transfer_energies
    transfer = FORMULATIONS[formulation](model, problem.flows, placed, costs, problem.edge)
    model.minimise(over(placed, problem.energies) + transfer)
    model.integer = [np.zeros(model.width, np.int32)]
    outcome = model.solve(60.0)
    return float(np.concatenate(model.costs) @ outcome.columns)


@pytest.mark.parametrize("seed", range(5))
def test_staying_is_as_tight_as_pairs(seed: int) -> None:
    problem = random_problem(np.random.default_rng(seed), 3, 20)
    tight = relaxed(problem, "pairs")
    assert relaxed(problem, "stays") == pytest.approx(tight, rel=1e-6)
    assert relaxed(problem, "mccormick") <= tight * (1 + 1e-6)


def test_mccormick_is_loose() -> None:
    problem = eeg(np.random.default_rng(0), 3, 4)
    assert relaxed(problem, "mccormick") < 0.95 * relaxed(problem, "stays")


def test_what_a_star_is() -> None:
    costs = random_problem(np.random.default_rng(0), 3, 20).transfer_times
    assert star(costs, 3)
    assert not star(costs, 0)
    costs[0, 0, 1] *= 0.99
    assert not star(costs, 3)


def test_a_column_may_come_twice_in_a_row() -> None:
    model = Model()
    one = model.columns(1)
    row = np.zeros(1, np.int64)
    model.constrain(Terms.of(row, one, 1.0) + Terms.of(row, one, 2.0), 6.0, np.inf, 1)
    model.minimise(Terms.of(row, one, 1.0))
    assert model.solve(10.0).columns.tolist() == [2.0]
