"""Hidden tests: when a LoRa node may send again."""

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
    assert function([], [], 50.0, 1.0) == 50.0
    assert function([0.0, 100.0], [2.0, 3.0], 200.0, 1.5) == 200.0
    starts, airtimes = [0.0, 600.0, 1200.0], [12.0, 12.0, 12.0]
    assert abs(function(starts, airtimes, 1300.0, 2.0) - 3600.0) < 1e-6
    assert abs(function(starts, airtimes, 1300.0, 12.0) - 3600.0) < 1e-6
    assert abs(function(starts, airtimes, 1300.0, 20.0) - (608.0 + 3580.0)) < 1e-6
    assert abs(function(starts, airtimes, 3599.0, 4.0) - (4.0 + 3596.0)) < 1e-6
    assert function(starts, airtimes, 6000.0, 30.0) == 6000.0
    assert abs(function([0.0, 5.0], [1.0, 4.0], 10.0, 3.0, 0.1, 60.0) - 63.0) < 1e-6
    assert _refused(function, [], [], 0.0, 36.5)
