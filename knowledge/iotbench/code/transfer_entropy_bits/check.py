"""Hidden tests: which of two rooms leads the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    random = np.random.default_rng(1)
    coin = random.integers(0, 2, 4000)
    follower = np.concatenate([[0], coin[:-1]])
    assert abs(function(coin, follower) - 1.0) < 0.01
    assert abs(function(follower, coin)) < 0.01
    flips = np.where(random.uniform(size=4000) < 0.1, 1 - follower, follower)
    lost = -(0.1 * np.log2(0.1) + 0.9 * np.log2(0.9))
    assert abs(function(coin, flips) - (1 - lost)) < 0.03
    alternating = np.arange(100) % 2
    assert abs(function(alternating, np.roll(alternating, 1))) < 1e-9
    four = random.integers(0, 4, 6000)
    assert abs(function(four, np.concatenate([[0], four[:-1]])) - 2.0) < 0.02
    small = function(np.array([0, 1, 1, 0, 1]), np.array([0, 0, 1, 1, 0]))
    assert abs(small - 1.0) < 1e-9
    assert abs(function(np.array([0, 1]), np.array([1, 0]))) < 1e-9
    assert _refused(function, np.array([1]), np.array([0]))
