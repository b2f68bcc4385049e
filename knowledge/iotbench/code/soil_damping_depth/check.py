"""Hidden tests: damping depth of the daily temperature wave in soil."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _soil(days: int, depth: float, below: float, noise: float = 0.0) -> np.ndarray:
    hours = np.arange(24 * days)
    weather = 0.9 * np.sin(2 * np.pi * hours / (24 * days)) + 0.4 * np.cos(2 * np.pi * hours / 8 + below)
    wave = 8 * np.exp(-below / depth) * np.sin(2 * np.pi * hours / 24 - below / depth)
    return np.asarray(15 + weather + wave + noise * np.random.default_rng(7).normal(size=len(hours)))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for days, depth, lower in ((4, 0.10, 0.20), (10, 0.14, 0.30)):
        found, diffusivity = function(_soil(days, depth, 0.05), _soil(days, depth, lower), lower - 0.05)
        assert abs(found / depth - 1) < 1e-6
        assert abs(diffusivity / (np.pi * depth**2 / 86400) - 1) < 1e-6
    noisy = function(_soil(20, 0.12, 0.05, 0.3), _soil(20, 0.12, 0.2, 0.3), 0.15)
    assert abs(noisy[0] / 0.12 - 1) < 0.05
    assert _refused(function, _soil(4, 0.1, 0.2), _soil(4, 0.1, 0.05), 0.15)
    assert _refused(function, _soil(4, 0.1, 0.05)[:90], _soil(4, 0.1, 0.2)[:90], 0.15)
