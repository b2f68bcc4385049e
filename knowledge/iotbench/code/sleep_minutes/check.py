"""Hidden tests: sleep and wake from wrist activity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _burst(length: int, at: int, count: float) -> np.ndarray:
    counts = np.zeros(length)
    counts[at] = count
    return counts


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert np.array_equal(np.flatnonzero(~np.asarray(function(_burst(20, 10, 5.0)), dtype=bool)), [10])
    assert np.array_equal(np.flatnonzero(~np.asarray(function(_burst(20, 10, 14.0)), dtype=bool)), [9, 10, 11, 14])
    assert np.array_equal(
        np.flatnonzero(~np.asarray(function(_burst(20, 10, 16.0)), dtype=bool)), [8, 9, 10, 11, 12, 14]
    )
    assert np.array_equal(np.flatnonzero(~np.asarray(function(_burst(20, 3, 100.0)), dtype=bool)), np.arange(1, 9))
    assert np.all(function(np.full(12, 1.0)))
    assert not np.any(function(np.full(12, 50.0)))
    assert np.all(function(np.full(12, 1.49)))
    assert not np.any(function(np.full(12, 1.52))[4:10])
    for minute, weight in ((14, 106), (11, 76), (10, 230), (9, 74), (8, 67)):
        assert function(_burst(20, 10, 990.0 / weight))[minute]
        assert not function(_burst(20, 10, 1010.0 / weight))[minute]
