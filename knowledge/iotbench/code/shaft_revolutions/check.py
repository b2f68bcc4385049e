"""Hidden tests: revolutions of a shaft by a magnetometer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _field(turns: np.ndarray, centre: tuple[float, float], half: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    angles = 2 * np.pi * turns
    return centre[0] + half[0] * np.cos(angles), centre[1] + half[1] * np.sin(angles)


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert abs(function(*_field(np.linspace(0.0, 12.25, 2000), (0.0, 0.0), (30.0, 30.0))) - 12.25) < 0.01
    assert abs(function(*_field(np.linspace(0.1, -7.4, 900), (80.0, -55.0), (20.0, 20.0))) + 7.5) < 0.01
    back = np.concatenate([np.linspace(0.0, 5.0, 400), np.linspace(5.0, 3.0, 200)])
    assert abs(function(*_field(back, (200.0, 10.0), (25.0, 40.0))) - 3.0) < 0.01
    assert abs(function(*_field(np.linspace(0.0, 3.125, 800), (5.0, 5.0), (10.0, 40.0))) - 3.125) < 0.01
    assert _refused(function, np.ones(50), np.sin(np.arange(50.0)))
