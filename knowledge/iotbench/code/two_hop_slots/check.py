"""Hidden tests: time slots without collisions within two hops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _collides(slots: list[int], links: list[tuple[int, int]]) -> bool:
    heard: dict[int, set[int]] = {}
    for one, other in links:
        heard.setdefault(one, set()).add(other)
        heard.setdefault(other, set()).add(one)
    around = [[slots[node], *(slots[other] for other in others)] for node, others in heard.items()]
    return any(len(set(group)) < len(group) for group in around)


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    chain = [(node, node + 1) for node in range(6)]
    assert not _collides(list(function(7, chain)), chain)
    assert list(function(7, chain)) == [1, 2, 0, 1, 2, 0, 1]
    star = [(0, 1), (2, 0), (0, 3), (4, 0)]
    assert list(function(5, star)) == [0, 1, 2, 3, 4]
    assert list(function(6, [(3, 4), (4, 3)])) == [0, 0, 0, 0, 1, 0]
    random = np.random.default_rng(2)
    mesh = [(int(one), int(one + step)) for one in range(18) for step in random.integers(1, 3, 2)]
    assert not _collides(list(function(21, mesh)), mesh)
    assert list(function(0, [])) == []
