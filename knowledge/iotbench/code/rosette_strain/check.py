"""Hidden tests: principal strains of a strain rosette."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _gauges(larger: float, smaller: float, angle: float) -> list[float]:
    around = np.radians([0.0 - angle, 45.0 - angle, 90.0 - angle])
    return [float(value) for value in (larger + smaller) / 2 + (larger - smaller) / 2 * np.cos(2 * around)]


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for larger, smaller, angle in (
        (500.0, -200.0, 30.0),
        (100.0, 20.0, -70.0),
        (-10.0, -300.0, 60.0),
        (50.0, -50.0, 0.0),
    ):
        assert np.allclose(function(*_gauges(larger, smaller, angle)), (larger, smaller, angle), atol=1e-6)
    assert np.allclose(function(0.0, 50.0, 100.0)[:2], (100.0, 0.0), atol=1e-9)
    assert abs(function(0.0, 50.0, 100.0)[2] - 90.0) < 1e-6
    assert np.allclose(function(80.0, 80.0, 80.0), (80.0, 80.0, 0.0), atol=1e-9)
