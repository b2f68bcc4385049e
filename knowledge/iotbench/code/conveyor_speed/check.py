"""Hidden tests: speed of a conveyor by two light sensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _belt(delay: int, length: int, seed: int, gain: float) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    texture = np.convolve(random.normal(size=length + delay + 20), np.ones(15) / 15, mode="same")
    noise = 0.05 * random.normal(size=(2, length))
    return 5 + texture[delay : delay + length] + noise[0], 40 + gain * (texture[:length] + noise[1])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for delay, rate, distance, gain, seed in (
        (125, 1000.0, 0.10, 1.0, 1),
        (400, 2000.0, 0.15, 3.0, 2),
        (300, 500.0, 0.08, 0.5, 3),
    ):
        speed = function(*_belt(delay, 4000, seed, gain), rate, distance, 0.1)
        assert abs(speed / (rate * distance / delay) - 1) < 0.006
    one, other = _belt(125, 4000, 4, 1.0)
    tail = 0.1 * np.roll(one - one.mean(), 900)
    assert abs(function(one, other + tail, 1000.0, 0.1, 0.5) / 0.8 - 1) < 0.02
    repeating = np.sin(2 * np.pi * np.arange(3000) / 600) + np.sin(2 * np.pi * np.arange(3000) / 97)
    found = function(repeating[200:], repeating[:-200], 1000.0, 0.1, 0.25)
    assert abs(found / 0.5 - 1) < 0.02
    assert _refused(function, np.ones(500), np.ones(500), 1000.0, 0.1, 0.5)
