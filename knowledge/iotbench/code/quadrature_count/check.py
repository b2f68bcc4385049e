"""Hidden tests: position of a quadrature encoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _lines(phases: list[int]) -> tuple[np.ndarray, np.ndarray]:
    order = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    pairs = order[np.array(phases) % 4]
    return pairs[:, 0], pairs[:, 1]


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert tuple(function(*_lines(list(range(11))))) == (10, 0)
    assert tuple(function(*_lines(list(range(20, 3, -1))))) == (-16, 0)
    assert tuple(function(*_lines([0, 0, 1, 1, 2, 1, 0, -1, -1, -2]))) == (-2, 0)
    assert tuple(function(*_lines([0, 1, 3, 4, 5, 7, 6]))) == (2, 2)
    assert tuple(function(*_lines([2]))) == (0, 0)
