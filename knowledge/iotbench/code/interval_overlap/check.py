"""Hidden tests: overlap of found and true intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert abs(function([(0.0, 10.0)], [(5.0, 15.0)]) - 5 / 15) < 1e-9
    assert abs(function([(20.0, 30.0), (0.0, 10.0)], [(5.0, 25.0)]) - 10 / 30) < 1e-9
    assert abs(function([(0.0, 10.0), (2.0, 6.0), (5.0, 12.0)], [(0.0, 12.0)]) - 1.0) < 1e-9
    assert abs(function([(0.0, 4.0)], [(0.0, 3.0), (1.0, 4.0), (6.0, 8.0)]) - 4 / 6) < 1e-9
    assert function([(0.0, 1.0)], [(2.0, 3.0)]) == 0
    assert function([], [(2.0, 3.0)]) == 0
    assert function([], []) == 1
    assert abs(function([(0.25, 0.5)], [(0.0, 1.0)]) - 0.25) < 1e-9
