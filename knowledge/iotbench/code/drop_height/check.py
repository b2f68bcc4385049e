"""Hidden tests: height of a fall from free-fall time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _parcel(length: int, falls: tuple[tuple[int, int], ...]) -> np.ndarray:
    readings = np.tile([0.0, -5.0, 8.44], (length, 1))
    for first, last in falls:
        readings[first:last] = [0.3, -0.4, 0.2]
        readings[last] = [60.0, 10.0, -80.0]
    return readings


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert abs(function(_parcel(500, ((100, 140),)), 100.0) - 0.5 * 9.81 * 0.4**2) < 1e-6
    assert abs(function(_parcel(900, ((100, 150), (300, 380), (600, 620))), 200.0) - 0.5 * 9.81 * 0.4**2) < 1e-6
    assert function(_parcel(300, ()), 100.0) == 0
    falling = _parcel(100, ())
    falling[70:] = 0.0
    assert abs(function(falling, 50.0) - 0.5 * 9.81 * 0.6**2) < 1e-6
