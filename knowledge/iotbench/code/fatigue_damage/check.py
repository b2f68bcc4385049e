"""Hidden tests: fatigue damage by rainflow counting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    published = np.array([-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0])
    counted = {3: 0.5, 4: 1.5, 6: 0.5, 8: 1.0, 9: 0.5}
    for exponent in (1.0, 3.0, 5.0):
        expected = sum(count * (width / 100) ** exponent for width, count in counted.items())
        assert abs(function(published, 100.0, exponent) / expected - 1) < 1e-9
    between = np.interp(np.arange(0.0, 8.01, 0.25), np.arange(9.0), published)
    assert abs(function(between, 10.0, 3.0) / function(published, 10.0, 3.0) - 1) < 1e-9
    flat_tops = np.repeat(published, 3)
    assert abs(function(flat_tops, 10.0, 3.0) / function(published, 10.0, 3.0) - 1) < 1e-9
    nested = np.array([0.0, 10.0, 4.0, 6.0, 0.0])
    assert abs(function(nested, 10.0, 2.0) - (0.5 + 0.5 + 0.04)) < 1e-9
    assert abs(function(np.array([0.0, 10.0, 4.0, 12.0]), 10.0, 2.0) - (0.36 + 0.72)) < 1e-9
    assert function(np.full(20, 7.0), 10.0, 3.0) == 0
