"""Hidden tests: frequency and duty cycle from edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _edges(periods: list[tuple[float, float]], start: float) -> tuple[np.ndarray, np.ndarray]:
    lengths = [length for period in periods for length in period]
    times = start + np.concatenate([[0.0], np.cumsum(lengths)])
    return times, np.array([1, 0] * len(periods) + [1])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times, levels = _edges([(0.002, 0.006)] * 50, 3.0)
    assert np.allclose(function(times, levels), (125.0, 0.25), atol=1e-6)
    assert np.allclose(function(times[1:], levels[1:]), (125.0, 0.25), atol=1e-6)
    assert np.allclose(function(times[:-1], levels[:-1]), (125.0, 0.25), atol=1e-6)
    mixed = _edges([(0.1, 0.3), (0.2, 0.4), (0.3, 0.2)], 0.0)
    assert np.allclose(function(*mixed), (2.0, 0.4), atol=1e-6)
    doubled = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 10.0]), np.array([1, 1, 0, 0, 1, 1])
    assert np.allclose(function(*doubled), (1 / 6, 1 / 3), atol=1e-6)
    assert _refused(function, np.array([0.0, 1.0, 2.0]), np.array([0, 1, 0]))
    assert _refused(function, np.array([]), np.array([]))
