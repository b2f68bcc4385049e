"""Hidden tests: filling level of a tank by ultrasound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    found = function(np.array([6000.0, 6000.0, 6000.0]), np.array([0.0, 35.0, -20.0]), 2.0, 0.3)
    speeds = 331.3 * np.sqrt(1 + np.array([0.0, 35.0, -20.0]) / 273.15)
    assert np.allclose(found, (2.0 - speeds * 0.003) / 1.7, atol=1e-9)
    ends = function(np.array([1000.0, 14000.0, 1e6 * 2.3 / 331.3]), np.zeros(3), 2.0, 0.3)
    assert np.allclose(ends, [1.0, 0.0, 0.5], atol=1e-9)
    silent = function(np.array([25000.0, 0.0, -1.0, 6000.0, 40000.0]), np.full(5, 20.0), 6.0, 0.5)
    assert np.array_equal(np.isnan(silent), [True, True, True, False, True])
    assert not np.isnan(function(np.array([26000.0]), np.array([20.0]), 6.0, 0.5, 30000.0))[0]
