"""Hidden tests: exact confidence interval of a share."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def _at_least(successes: int, trials: int, share: float) -> float:
    return sum(math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes, trials + 1))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for successes, trials, confidence in ((7, 20, 0.95), (1, 50, 0.99), (33, 40, 0.9)):
        low, high = function(successes, trials, confidence)
        tail = (1 - confidence) / 2
        assert abs(_at_least(successes, trials, low) - tail) < 1e-6
        assert abs(1 - _at_least(successes + 1, trials, high) - tail) < 1e-6
    low, high = function(0, 40)
    assert low == 0
    assert abs(high - (1 - 0.025 ** (1 / 40))) < 1e-9
    low, high = function(40, 40)
    assert high == 1
    assert abs(low - 0.025 ** (1 / 40)) < 1e-9
    assert _refused(function, 1, 0)
    assert np.allclose(function(1, 1), (0.025, 1.0), atol=1e-9)
    assert _refused(function, 5, 4)
