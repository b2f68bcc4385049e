"""Hidden tests: scale with automatic zero tracking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    drift = 8000.0 + 0.2 * np.arange(1000.0)
    weights = np.asarray(function(drift, 8000.0, 0.001, 0.02, 0.1))
    assert np.all(np.abs(weights) < 0.003)
    loaded = np.full(300, 8000.0)
    loaded[100:200] += 5000.0
    assert np.allclose(
        np.asarray(function(loaded, 8000.0, 0.001))[[50, 150, 199, 250]], [0.0, 5.0, 5.0, 0.0], atol=1e-9
    )
    steps = function(np.array([110.0, 110.0, 110.0, 200.0, 90.0]), 100.0, 0.01, 0.1, 0.5)
    assert np.allclose(steps, [0.1, 0.05, 0.025, 0.9125, -0.1875], atol=1e-9)
    assert np.allclose(function(np.array([103.0, 103.0]), 100.0, 0.01, 0.02, 0.5), [0.03, 0.03], atol=1e-9)
