"""Hidden tests: gyroscope bias while a device lies still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _worn(rate: float, seed: int, bias: np.ndarray, still: tuple[tuple[int, int], ...]) -> np.ndarray:
    random = np.random.default_rng(seed)
    times = np.arange(round(20 * rate)) / rate
    moving = np.ones(len(times))
    for first, last in still:
        moving[(times >= first) & (times < last)] = 0.0
    swing = moving * (0.8 + np.sin(2 * np.pi * 1.3 * times))
    noise = random.normal(scale=0.002, size=(len(times), 3))
    return np.asarray(bias + noise + np.outer(swing, [0.2, 0.5, -0.3]))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate, seed, bias in ((50.0, 1, (0.02, -0.01, 0.03)), (100.0, 2, (-0.3, 0.2, 0.0))):
        readings = _worn(rate, seed, np.array(bias), ((4, 7), (12, 15)))
        assert np.allclose(function(readings, rate), bias, atol=5e-4)
    one_axis = _worn(50.0, 3, np.zeros(3), ((0, 20),))
    one_axis[:500, 2] += np.sin(np.arange(500) / 5.0) + 1.0
    assert np.allclose(function(one_axis, 50.0), 0.0, atol=5e-4)
    assert np.allclose(function(_worn(50.0, 4, np.ones(3), ((5, 6),)), 50.0, 0.5), 1.0, atol=2e-3)
    assert _refused(function, _worn(50.0, 5, np.zeros(3), ()), 50.0)
