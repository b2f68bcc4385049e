"""Hidden tests: channels that a BLE connection hops through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert list(function(7, list(range(37)), 7)) == [7, 14, 21, 28, 35, 5, 12]
    assert sorted(function(5, list(range(37)), 37)) == list(range(37))
    assert list(function(10, [9, 10, 21, 22, 23, 33, 34, 35, 36], 6)) == [10, 21, 22, 22, 23, 23]
    assert list(function(16, [5, 0], 5, 30)) == [5, 5, 0, 0, 0]
    assert list(function(6, [1, 2, 3], 0)) == []
    assert _refused(function, 7, [3], 5)
    assert _refused(function, 7, [3, 3], 5)
