"""Hidden tests: highest quarter-hour demand of a building."""

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
    times = np.array([0.0, 900.0, 1800.0, 2700.0, 3600.0])
    assert np.allclose(function(times, np.array([100.0, 101.0, 104.0, 105.5, 106.0])), (12.0, 900.0), atol=1e-6)
    uneven = np.array([500.0, 1000.0, 2000.0, 2600.0, 4600.0])
    readings = np.array([10.0, 10.5, 12.5, 14.9, 15.9])
    edges = np.interp([900.0, 1800.0, 2700.0, 3600.0, 4500.0], uneven, readings)
    assert np.allclose(function(uneven, readings), (4 * np.diff(edges).max(), 1800.0), atol=1e-6)
    early = np.array([0.0, 450.0, 1000.0, 1900.0, 2000.0])
    expected = 4 * (1.0 - (0.1 + 0.1 * 450 / 550))
    assert np.allclose(function(early, np.array([0.0, 0.1, 0.2, 1.1, 9.0])), (expected, 900.0), atol=1e-6)
    assert np.allclose(function(np.array([0.0, 1800.0]), np.array([5.0, 6.0])), (2.0, 0.0), atol=1e-6)
    assert _refused(function, np.array([100.0, 1700.0]), np.array([0.0, 5.0]))
