"""Hidden tests: floor changes from air pressure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _pressure(height: np.ndarray, ground: float) -> np.ndarray:
    return np.asarray(ground * (1.0 - height / 44330.0) ** 5.255)


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    ride = np.concatenate([np.zeros(20), np.linspace(0.0, 9.6, 31)[1:], np.full(20, 9.6), np.full(20, -3.2)])
    floors = np.asarray(function(_pressure(ride, 1013.0)))
    assert np.all(floors[:20] == 0)
    assert list(floors[[54, 69, 75, 89]]) == [3, 3, -1, -1]
    assert list(floors[70:74]) == [3, 3, 3, 3]
    assert set(floors.tolist()) <= {0, 1, 2, 3, -1}
    edge = np.concatenate([np.zeros(10), 1.6 + 0.3 * np.sin(np.arange(60.0))])
    assert np.all(np.asarray(function(_pressure(edge, 990.0))) == 0)
    brief = np.zeros(30)
    brief[10:14] = 4.0
    assert np.all(np.asarray(function(_pressure(brief, 1000.0), 4.0)) == 0)
    assert list(np.asarray(function(_pressure(brief, 1000.0), 4.0, 3))[[11, 12, 13, 16]]) == [0, 1, 1, 0]
    for height, storey, floor in ((60.0, 3.0, 20), (-60.0, 3.0, -20), (5.2, 4.0, 0), (4.9, 4.0, 1)):
        above = np.concatenate([np.zeros(5), np.full(10, height)])
        assert np.asarray(function(_pressure(above, 1013.0), storey))[-1] == floor
