"""Hidden tests: mean and spread of wind direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _spread(directions: np.ndarray) -> float:
    e = np.sqrt(1 - abs(np.exp(1j * np.radians(directions)).mean()) ** 2)
    return float(np.degrees(np.arcsin(e) * (1 + (2 / np.sqrt(3) - 1) * e**3)))


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for centre, width, seed in ((2.0, 15.0, 1), (180.0, 30.0, 2), (290.0, 60.0, 3)):
        directions = np.random.default_rng(seed).normal(centre, width, 3000) % 360
        mean, spread = function(directions)
        assert abs((mean - centre + 180) % 360 - 180) < 4
        assert abs(spread - _spread(directions)) < 0.01
    mean, spread = function(np.full(10, 123.4))
    assert abs(mean - 123.4) < 1e-6
    assert abs(spread) < 0.01
    assert abs(function(np.arange(0.0, 360.0, 10.0))[1] - 103.923) < 0.01
