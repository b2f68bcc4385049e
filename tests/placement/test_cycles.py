from __future__ import annotations

from itertools import pairwise

import pytest

from placement.cycles import Cycle, adjacent, order


def test_blocks_follow_what_they_need_and_keep_their_order_otherwise() -> None:
    assert order("abcde", [(4, 0), (0, 2), (3, 2)]) == [1, 3, 4, 0, 2]
    assert order("abc", []) == [0, 1, 2]
    assert order("", []) == []


def test_a_cycle_is_named_along_the_flows() -> None:
    flows = [(0, 1), (1, 2), (2, 3), (3, 1), (3, 4)]
    with pytest.raises(Cycle, match=r"cycle: b -> c -> d -> b\. Take one") as caught:
        order("abcde", flows)
    path = caught.value.path
    assert path[0] == path[-1]
    assert {("abcde".index(one), "abcde".index(two)) for one, two in pairwise(path)} <= set(flows)
    with pytest.raises(Cycle, match="a -> a"):
        order("a", [(0, 0)])


def test_blocks_behind_a_cycle_are_not_named() -> None:
    with pytest.raises(Cycle) as caught:
        order("abcd", [(3, 2), (2, 3), (2, 1), (1, 0)])
    assert set(caught.value.path) == {"c", "d"}


def test_a_long_cycle_is_found_without_recursion_and_told_in_short() -> None:
    count = 20_000
    with pytest.raises(Cycle, match=r"19989 more") as caught:
        order([f"b{index}" for index in range(count)], [(index, (index + 1) % count) for index in range(count)])
    assert len(caught.value.path) == count + 1
    assert len(str(caught.value)) < 200


def test_neighbours_keep_the_order_of_the_flows() -> None:
    assert adjacent(3, [(1, 2), (0, 2)]) == ([[], [], [1, 0]], [[2], [2], []])
