"""Hidden tests: damping of a structure by its ring-down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _ringing(frequency: float, ratio: float, rate: float, seconds: float, size: float) -> np.ndarray:
    times = np.arange(round(seconds * rate)) / rate
    turn = 2 * np.pi * frequency
    return np.asarray(size * np.exp(-ratio * turn * times) * np.sin(turn * np.sqrt(1 - ratio**2) * times))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for frequency, ratio, rate, size in (
        (3.0, 0.02, 400.0, 1.0),
        (25.0, 0.01, 2000.0, 7.0),
        (2.0, 0.15, 500.0, 0.3),
        (5.0, 0.3, 1000.0, 1.0),
    ):
        found, damping = function(_ringing(frequency, ratio, rate, 30 / frequency, size), rate)
        assert abs(found / frequency - 1) < 0.02
        assert abs(damping / ratio - 1) < 0.05
    assert _refused(function, _ringing(1.0, 0.02, 100.0, 0.5, 1.0), 100.0)
    assert _refused(function, np.zeros(500), 100.0)
