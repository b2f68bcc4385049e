"""Hidden tests: highest rain intensity from bucket tips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    burst = np.concatenate([[0.0, 200.0], np.arange(400.0, 800.0, 20.0), [1500.0]])
    assert abs(function(burst) - 21 * 0.2 * 6) < 1e-9
    assert abs(function(np.array([10.0, 610.0, 1210.0])) - 1.2) < 1e-9
    assert abs(function(np.array([10.0, 609.0, 1208.0]), 0.5) - 6.0) < 1e-9
    assert abs(function(np.array([0.0, 30.0, 59.0, 61.0]), 0.2, 60.0) - 3 * 0.2 * 60) < 1e-9
    assert function(np.array([])) == 0.0
