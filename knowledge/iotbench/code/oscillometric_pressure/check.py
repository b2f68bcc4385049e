"""Hidden tests: blood pressure from cuff oscillations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    cuff = np.arange(180.0, 39.0, -5.0)
    tent = np.interp(-cuff, [-180.0, -95.0, -40.0], [0.1, 2.0, 0.2])
    tent[cuff == 95.0] = tent[cuff == 90.0] = 2.0
    high, mean, low = function(cuff, tent)
    assert abs(mean - 95.0) < 1e-6
    assert abs(high - (95 + 85 * 0.9 / 1.9)) < 0.5
    assert abs(low - np.interp(-1.6, -tent[cuff <= 90.0], cuff[cuff <= 90.0])) < 1e-6
    twitch = tent.copy()
    twitch[3] = 9.0
    assert np.allclose(function(cuff, twitch), (high, mean, low), atol=1e-6)
    other = function(cuff, tent, 0.4, 0.6)
    assert other[0] > high
    assert other[2] < low
    small = function(np.array([150.0, 140, 120, 100, 90, 80, 70]), np.array([0.2, 0.6, 1.0, 2.0, 2.0, 1.5, 0.5]))
    assert np.allclose(small, (118.0, 100.0, 82.0), atol=1e-6)
    ends = function(np.array([120.0, 110.0, 100.0, 90.0, 80.0]), np.array([0.4, 2.0, 2.0, 2.0, 0.2]))
    assert np.allclose(ends, (115.625, 110.0, 90.0 - 20.0 / 9.0), atol=1e-6)
    assert _refused(function, cuff[10:], tent[10:])
