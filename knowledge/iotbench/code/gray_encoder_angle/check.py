"""Hidden tests: angle of an absolute encoder over many turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _codes(positions: list[int], bits: int) -> list[int]:
    steps = [position % (1 << bits) for position in positions]
    return [step ^ step >> 1 for step in steps]


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    positions = [*range(5, 300, 7), *range(299, -200, -9)]
    assert np.allclose(function(_codes(positions, 6), 6), np.array(positions) * 360 / 64, atol=1e-9)
    late = [1000, 1020, 1024, 1060, 1010]
    assert np.allclose(function(_codes(late, 10), 10), np.array(late) * 360 / 1024, atol=1e-9)
    assert np.allclose(function(_codes([0, 8, 16, 15], 4), 4), [0.0, 180.0, 360.0, 337.5], atol=1e-9)
    assert list(function([], 8)) == []
