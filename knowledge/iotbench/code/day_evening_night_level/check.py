"""Hidden tests: noise level of a day with evening and night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _expected(levels: np.ndarray) -> float:
    extra = np.array([10.0] * 7 + [0.0] * 12 + [5.0] * 4 + [10.0])
    return float(10 * np.log10(np.mean(10 ** ((levels + extra) / 10))))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert abs(function(np.full(24, 60.0)) - _expected(np.full(24, 60.0))) < 1e-6
    for hour in (0, 6, 7, 12, 18, 19, 22, 23):
        one = np.full(24, 30.0)
        one[hour] = 80.0
        assert abs(function(one) - _expected(one)) < 1e-6
    mixed = np.random.default_rng(1).uniform(40, 75, 24)
    assert abs(function(mixed) - _expected(mixed)) < 1e-6
    assert _refused(function, np.full(23, 60.0))
