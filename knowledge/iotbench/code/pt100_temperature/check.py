"""Hidden tests: temperature of a platinum resistor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _platinum(temperature: np.ndarray, zero: float) -> np.ndarray:
    cold = np.where(temperature < 0, -4.183e-12 * (temperature - 100) * temperature**3, 0.0)
    return np.asarray(zero * (1 + 3.9083e-3 * temperature - 5.775e-7 * temperature**2 + cold))


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    grid = np.array([-195.0, -150.0, -80.0, -20.0, -0.5, 0.0, 0.5, 5.0, 37.0, 100.0, 400.0, 845.0])
    assert np.allclose(function(_platinum(grid, 100.0)), grid, atol=2e-3)
    assert np.allclose(function(_platinum(grid, 1000.0), 1000.0), grid, atol=2e-3)
    assert np.allclose(function(np.array([138.5055])), [100.0], atol=2e-3)
    assert np.array_equal(np.isnan(function(np.array([10.0, 100.0, 395.0]))), [True, False, True])
