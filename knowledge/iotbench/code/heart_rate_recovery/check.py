"""Hidden tests: heart rate recovery after exercise."""

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
    times = np.array([0.0, 10.0, 25.0, 31.0, 70.0, 100.0, 130.0])
    rates = np.array([120.0, 150.0, 165.0, 171.0, 132.0, 117.0, 105.0])
    assert abs(function(times, rates, 31.0) - (171.0 - np.interp(91.0, times, rates))) < 1e-6
    assert abs(function(times, rates, 28.0, 42.0) - (168.0 - 132.0)) < 1e-6
    assert abs(function(times, rates[::-1], 25.0, 75.0) - (132.0 - 150.0)) < 1e-6
    assert abs(function(times + 1000.0, rates, 1070.0) - 27.0) < 1e-6
    assert abs(function(times, rates, 0.0, 10.0) + 30.0) < 1e-6
    assert _refused(function, times, rates, 80.0)
    assert _refused(function, times, rates, -5.0, 30.0)
