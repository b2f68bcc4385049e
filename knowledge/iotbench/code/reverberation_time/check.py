"""Hidden tests: reverberation time of a room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _room(seconds: float, rate: float, silence: float, seed: int) -> np.ndarray:
    times = np.arange(round(1.6 * seconds * rate)) / rate
    noise = np.random.default_rng(seed).normal(size=len(times))
    return np.concatenate([np.zeros(round(silence * rate)), noise * 10 ** (-3 * times / seconds)])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for seconds, rate, silence, seed in ((0.5, 8000.0, 0.2, 1), (1.8, 8000.0, 0.0, 2), (1.0, 16000.0, 0.5, 3)):
        assert abs(function(_room(seconds, rate, silence, seed), rate) / seconds - 1) < 0.06
    smooth = 10 ** (-3 * np.arange(16000) / 8000.0 / 0.8)
    assert abs(function(smooth, 8000.0) / 0.8 - 1) < 0.01
    early = np.concatenate([[30.0], np.zeros(79), smooth])
    assert abs(function(100 * early, 8000.0) / 0.8 - 1) < 0.02
    hissing = smooth + 1e-3 * np.random.default_rng(4).normal(size=len(smooth))
    assert abs(function(hissing, 8000.0) / 0.8 - 1) < 0.03
    assert _refused(function, np.zeros(100), 8000.0)
