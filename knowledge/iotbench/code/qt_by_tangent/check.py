"""Hidden tests: QT interval by the tangent at the T wave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _beat(rate: float, centre: float, width: float, height: float, level: float) -> np.ndarray:
    times = np.arange(int(0.8 * rate)) / rate
    qrs = np.exp(-(((times - 0.14) / 0.012) ** 2) / 2)
    return np.asarray(level + qrs + height * np.exp(-(((times - centre) / width) ** 2) / 2))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate, centre, width, height, level in ((500.0, 0.40, 0.04, 0.3, 0.0), (250.0, 0.44, 0.05, 0.5, 0.2)):
        beat = _beat(rate, centre, width, height, level)
        found = function(beat, rate, int(0.1 * rate), int(centre * rate), int((centre + 0.2) * rate), level)
        assert abs(found - 1000 * (centre + 2 * width - 0.1)) < 6
    slow, fast = (_beat(rate, 0.4, 0.04, 0.3, -0.1) for rate in (250.0, 1000.0))
    assert abs(function(slow, 250.0, 25, 100, 150, -0.1) - function(fast, 1000.0, 100, 400, 600, -0.1)) < 6
    assert _refused(function, np.linspace(0.0, 1.0, 400), 500.0, 50, 200, 300, 0.0)
