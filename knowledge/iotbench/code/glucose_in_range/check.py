"""Hidden tests: share of time with glucose in range."""

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
    times = np.arange(0.0, 50.0, 5.0)
    values = np.array([60.0, 70.0, 100.0, 180.0, 181.0, 90.0, 90.0, 200.0, 210.0, 100.0])
    assert abs(function(times, values) - 5 / 9) < 1e-9
    assert abs(function(np.array([0.0, 5.0, 125.0, 130.0]), np.array([200.0, 100.0, 200.0, 200.0])) - 15 / 25) < 1e-9
    assert abs(function(np.array([0.0, 2.0, 12.0]), np.array([100.0, 300.0, 100.0]), 80.0, 250.0, 4.0) - 2 / 6) < 1e-9
    assert _refused(function, np.array([3.0]), np.array([100.0]))
    assert function(np.array([0.0, 5.0]), np.array([100.0, 300.0])) == 1
