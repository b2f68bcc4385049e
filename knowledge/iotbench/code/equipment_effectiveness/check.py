"""Hidden tests: effectiveness of a machine in a shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert np.allclose(
        function(480.0, [(60.0, 90.0), (200.0, 218.0)], 30.0, 700, 665),
        (0.9, 350 / 432, 0.95, 350 / 480 * 0.95),
        atol=1e-9,
    )
    assert np.allclose(
        function(100.0, [(50.0, 70.0), (60.0, 80.0), (55.0, 58.0)], 6.0, 350, 350), (0.7, 0.5, 1.0, 0.35), atol=1e-9
    )
    assert np.allclose(function(100.0, [(90.0, 130.0), (-20.0, 10.0)], 12.0, 200, 100), (0.8, 0.5, 0.5, 0.2), atol=1e-9)
    assert np.allclose(function(60.0, [], 10.0, 500, 500), (1.0, 1.0, 1.0, 1.0), atol=1e-9)
    assert np.allclose(function(60.0, [(0.0, 60.0)], 10.0, 0, 0), (0.0, 0.0, 0.0, 0.0), atol=1e-9)
