"""Hidden tests: pose of a robot from its wheel ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert np.allclose(function(np.array([500, 500]), np.array([500, 500]), 1000.0, 0.4), (1.0, 0.0, 0.0), atol=1e-9)
    quarter = np.pi / 2 * 1000.0
    circle = function(np.array([quarter * 0.8]), np.array([quarter * 1.2]), 1000.0, 0.4)
    assert np.allclose(circle, (1.0, 1.0, np.pi / 2), atol=1e-9)
    half = function(np.full(2, quarter * 0.8), np.full(2, quarter * 1.2), 1000.0, 0.4)
    assert np.allclose(half, (0.0, 2.0, np.pi), atol=1e-9)
    spin = function(np.array([-314.159265, 0.0]), np.array([314.159265, 0.0]), 1000.0, 0.4)
    assert np.allclose(spin, (0.0, 0.0, np.pi / 2), atol=1e-6)
    path = function(np.array([1000, quarter * 1.2, 2000]), np.array([1000, quarter * 0.8, 2000]), 1000.0, 0.4)
    assert np.allclose(path, (2.0, -3.0, -np.pi / 2), atol=1e-9)
    laps = function(np.full(8, quarter * 0.8), np.full(8, quarter * 1.2), 1000.0, 0.4)
    assert np.allclose(laps, (0.0, 0.0, 4 * np.pi), atol=1e-6)
