from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placement.partition import solve
from placement.partition.value import energies, fitting, latencies, shortages
from placement.problem import Goal
from tests.placement.partition.chains import A, E, chain

HAND = chain({0: A, 2: E}, [(0.5, 0.1), (3.0, 1.0), (9.0, 0.25)], [4.0, 0.5], limit=150.0)
BOTH = np.array([[A, A, E], [A, E, E]])


def test_a_chain_by_hand() -> None:
    assert latencies(HAND, BOTH).tolist() == [0.5 + 3.0 + 0.5 + 0.25, 0.5 + 4.0 + 1.0 + 0.25]
    assert energies(HAND, BOTH).tolist() == [7.0 + 5.0, 1.0 + 40.0]


def test_what_fits() -> None:
    assert fitting(HAND, BOTH).tolist() == [False, True]
    assert shortages(HAND, BOTH[1]) == ()
    assert shortages(HAND, BOTH[0]) == ("RAM of A: its blocks take 200 bytes of 150",)
    assert shortages(HAND, np.array([E, E, E])) == ("block b0 may not lie on E",)


def test_only_the_slowest_input_counts() -> None:
    # b2 waits for b0 and for b1, which do not wait for each other.
    flows = np.array([(0, 2), (1, 2)])
    joined = replace(HAND, flows=flows, allowed=np.ones((3, 2), bool))
    assert latencies(joined, np.array([[A, A, E]])).tolist() == [max(0.5 + 4.0, 3.0 + 0.5) + 0.25]


@pytest.mark.parametrize("cost", [np.nan, np.inf, -1.0])
def test_a_cost_that_is_none_is_named(cost: float) -> None:
    times = HAND.times.copy()
    times[1, A] = cost
    with pytest.raises(ValueError, match="time of block b1 on A"):
        solve(replace(HAND, times=times), Goal.LATENCY)
    moved = HAND.transfer_energies.copy()
    moved[1, A, E] = cost
    with pytest.raises(ValueError, match="transfer energy from b1 to b2"):
        solve(replace(HAND, transfer_energies=moved), Goal.ENERGY)


def test_a_cost_where_a_block_may_not_lie_does_not_matter() -> None:
    times = HAND.times.copy()
    times[2, A] = np.nan
    assert solve(replace(HAND, times=times, ram_limits=np.full(2, np.inf)), Goal.LATENCY).assignment == (A, A, E)
