"""Hidden tests: first second of a forced expiration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _breath(rate: float, wait: float, ramp: float, peak: float, decay: float) -> np.ndarray:
    since = np.arange(round((wait + ramp + 6.0) * rate)) / rate - wait
    return np.where(since < ramp, peak * np.clip(since / ramp, 0.0, 1.0), peak * np.exp(-(since - ramp) / decay))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate, wait, ramp, peak, decay in (
        (100.0, 0.0, 0.1, 8.0, 0.6),
        (200.0, 0.7, 0.1, 6.0, 1.1),
        (100.0, 0.3, 0.6, 5.0, 0.8),
    ):
        first, whole = function(_breath(rate, wait, ramp, peak, decay), rate)
        rest = 1.0 - ramp / 2
        assert abs(first / (peak * (ramp / 2 + decay * (1 - np.exp(-rest / decay)))) - 1) < 0.02
        assert abs(whole / (peak * (ramp / 2 + decay * (1 - np.exp(-6.0 / decay)))) - 1) < 0.02
    assert _refused(function, _breath(100.0, 0.5, 0.1, 8.0, 0.6)[:120], 100.0)
