"""Hidden tests: radial speed of a tag by its phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _phases(times: np.ndarray, speed: float, frequency: float, seed: int, flips: bool) -> np.ndarray:
    random = np.random.default_rng(seed)
    phase = 1.3 + 4 * np.pi * frequency / 299792458.0 * speed * times + random.normal(0, 0.05, len(times))
    return np.asarray((phase + np.pi * flips * random.integers(0, 2, len(times))) % (2 * np.pi))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.arange(50) * 0.04 + np.random.default_rng(0).uniform(0, 0.02, 50)
    for speed, seed, flips in ((0.3, 1, False), (-0.25, 2, True), (0.28, 3, True)):
        assert abs(function(times, _phases(times, speed, 866e6, seed, flips), 866e6) - speed) < 0.01
    even = np.arange(200) * 0.01
    assert abs(function(even, _phases(even, -2.0, 915e6, 4, True), 915e6) + 2.0) < 0.02
    assert abs(function(even, _phases(even, 0.0, 915e6, 5, True), 915e6)) < 0.01
    assert abs(function(np.array([1.0, 1.5]), np.array([0.1, 0.6]), 299792458.0 / 0.3) - 0.3 / (4 * np.pi)) < 1e-9
    assert _refused(function, np.array([1.0]), np.array([0.2]), 866e6)
