"""Hidden tests: leak of a tyre apart from temperature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _gauge(times: np.ndarray, temperature: np.ndarray, start: float, rate: float, ambient: float) -> np.ndarray:
    return np.asarray((start + rate * times + ambient) * (temperature + 273.15) / 293.15 - ambient)


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.linspace(0.0, 20.0, 81)
    cooling = 40.0 - 2.0 * times + 10 * np.sin(2 * np.pi * times)
    assert abs(function(times, _gauge(times, cooling, 800.0, 0.0, 101.3), cooling)) < 1e-6
    assert abs(function(times, _gauge(times, cooling, 800.0, -1.5, 101.3), cooling) + 1.5) < 1e-6
    warming = -5.0 + 3.0 * times
    assert abs(function(times + 500, _gauge(times, warming, 250.0, -0.4, 85.0), warming, 85.0) + 0.4) < 1e-6
    rough = _gauge(times, cooling, 800.0, -1.0, 101.3) + np.random.default_rng(1).normal(0, 2, 81)
    assert abs(function(times, rough, cooling) + 1.0) < 0.15
    assert _refused(function, np.array([3.0]), np.array([800.0]), np.array([20.0]))
