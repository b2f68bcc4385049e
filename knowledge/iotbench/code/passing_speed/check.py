"""Hidden tests: speed of a passing car by its tone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _pass(speed: float, tone: float, rate: float, sound: float, seed: int) -> np.ndarray:
    times = np.arange(round(5 * rate)) / rate
    shift = np.where(times < 2.5, tone / (1 - speed / sound), tone / (1 + speed / sound))
    rumble = 3 * np.sin(2 * np.pi * 47 * times) + 0.5 * np.random.default_rng(seed).normal(size=len(times))
    return np.asarray(np.sin(2 * np.pi * np.cumsum(shift) / rate) + rumble)


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for speed, tone, rate, sound, seed in (
        (20.0, 440.0, 8000.0, 343.0, 1),
        (35.0, 610.0, 8000.0, 331.0, 2),
        (12.0, 900.0, 16000.0, 343.0, 3),
    ):
        assert (
            abs(function(_pass(speed, tone, rate, sound, seed), rate, 0.7 * tone, 1.3 * tone, sound) / speed - 1) < 0.03
        )
    backwards = _pass(20.0, 440.0, 8000.0, 343.0, 4)[::-1]
    assert _refused(function, backwards, 8000.0, 300.0, 600.0)
    assert _refused(function, backwards[:15000], 8000.0, 300.0, 600.0)
    assert _refused(function, _pass(20.0, 440.0, 8000.0, 343.0, 5)[12800:27200], 8000.0, 300.0, 600.0)
