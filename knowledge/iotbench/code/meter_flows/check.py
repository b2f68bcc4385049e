"""Hidden tests: forward and reverse flow of a rolling meter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert np.allclose(function(np.array([10.0, 12.0, 12.0, 15.5]), 10000.0), (5.5, 0.0), atol=1e-6)
    assert np.allclose(function(np.array([9998.0, 9999.5, 1.5, 4.0]), 10000.0), (6.0, 0.0), atol=1e-6)
    assert np.allclose(function(np.array([20.0, 25.0, 24.4, 24.1, 30.0]), 10000.0), (10.9, 0.9), atol=1e-6)
    assert np.allclose(function(np.array([0.5, 99.5, 98.0, 2.0]), 100.0), (4.0, 2.5), atol=1e-6)
    assert np.allclose(function(np.array([7.0]), 100.0), (0.0, 0.0), atol=1e-9)
