"""Hidden tests: value of a 4 to 20 mA loop with fault levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    value, fault = function(np.array([4.0, 12.0, 20.0, 8.0]), 0.0, 10.0)
    assert np.allclose(value, [0.0, 5.0, 10.0, 2.5], atol=1e-9)
    assert list(fault) == [0, 0, 0, 0]
    value, fault = function(np.array([3.7, 3.6, 20.9, 21.0]), -50.0, 150.0)
    assert np.allclose(value, [-52.5, -52.5, 156.25, 156.25], atol=1e-9)
    assert list(fault) == [0, 0, 0, 0]
    value, fault = function(np.array([3.59, 0.0, 21.01, 25.0]), 0.0, 1.0)
    assert list(fault) == [-1, -1, 1, 1]
    assert np.all(np.isnan(value))
    assert abs(function(np.array([16.0]), 10.0, 0.0)[0][0] - 2.5) < 1e-9
