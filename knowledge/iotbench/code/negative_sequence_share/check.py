"""Hidden tests: unbalance of a three-phase supply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _supply(phasors: np.ndarray, rate: float, frequency: float, periods: int) -> np.ndarray:
    times = np.arange(round(periods * rate / frequency)) / rate
    wave = np.real(np.exp(2j * np.pi * frequency * times)[:, None] * phasors)
    return np.asarray(wave + 12 * np.cos(10 * np.pi * frequency * times)[:, None] + 3.0)


def _phasors(positive: complex, negative: complex, zero: complex) -> np.ndarray:
    a = np.exp(2j * np.pi / 3)
    return zero + positive * np.array([1, a**2, a]) + negative * np.array([1, a, a**2])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for positive, negative, zero, rate, frequency in (
        (325.0, 0.0, 0.0, 10000.0, 50.0),
        (325.0, 6.5j, 20.0, 10000.0, 50.0),
        (300.0 + 100j, -20.0, 10j, 7200.0, 60.0),
    ):
        share = function(_supply(_phasors(positive, negative, zero), rate, frequency, 10), rate, frequency)
        assert abs(share - 100 * abs(negative) / abs(positive)) < 1e-3
    shifted = np.array([325.0, 325.0 * np.exp(-2j * np.pi / 3 + 0.2j), 325.0 * np.exp(2j * np.pi / 3)])
    a = np.exp(2j * np.pi / 3)
    expected = 100 * abs(shifted @ [1, a**2, a]) / abs(shifted @ [1, a, a**2])
    assert abs(function(_supply(shifted, 10000.0, 50.0, 5), 10000.0, 50.0) - expected) < 1e-3
    assert _refused(function, np.zeros((1000, 3)), 10000.0, 50.0)
