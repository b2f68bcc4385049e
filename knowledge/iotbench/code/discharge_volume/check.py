"""Hidden tests: water that ran down a river by its stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.array([0.0, 600.0, 1200.0, 2400.0])
    stage = np.array([1.2, 1.6, 2.2, 0.7])
    flow = 5.0 * np.array([0.0, 0.4, 1.0, 0.0]) ** 1.5
    volume, highest = function(times, stage, 1.2, 5.0, 1.5)
    assert abs(volume - (600 * flow[1] / 2 + 600 * (flow[1] + flow[2]) / 2 + 1200 * flow[2] / 2)) < 1e-6
    assert abs(highest - 5.0) < 1e-9
    gap = np.array([1.0, np.nan, np.nan, 3.0])
    bridged = 2.0 * np.array([0.0, 0.5, 1.0, 2.0]) ** 2
    expected = 600 * bridged[1] / 2 + 600 * (bridged[1] + bridged[2]) / 2 + 1200 * (bridged[2] + bridged[3]) / 2
    assert np.allclose(function(times, gap, 1.0, 2.0, 2.0), (expected, 8.0), atol=1e-6)
    assert np.allclose(function(times, np.full(4, 0.3), 1.0, 2.0, 1.7), (0.0, 0.0), atol=1e-9)
