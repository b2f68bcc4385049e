"""Hidden tests: hourly means with enough readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.arange(0.0, 3 * 3600.0, 600.0)
    values = np.arange(18.0)
    hours, means = function(times, values, 600.0)
    assert np.allclose(hours, [0, 3600, 7200])
    assert np.allclose(means, [2.5, 8.5, 14.5])
    broken = values.copy()
    broken[[1, 7, 8]] = np.nan
    assert np.allclose(function(times, broken, 600.0)[1], [2.8, np.nan, 14.5], equal_nan=True)
    assert np.allclose(function(times, broken, 600.0, 0.5)[1], [2.8, 9.0, 14.5], equal_nan=True)
    kept = np.r_[0:6, 12:18]
    hours, means = function(times[kept] + 36000, values[kept], 600.0)
    assert np.allclose(hours, [36000, 39600, 43200])
    assert np.allclose(means, [2.5, np.nan, 14.5], equal_nan=True)
    assert np.allclose(function(times[3:15] + 100, values[3:15], 600.0, 0.5)[1], [4.0, 8.5, 13.0])
    assert len(function(np.array([]), np.array([]), 600.0)[0]) == 0
