"""Hidden tests: one step of a solar panel's power tracker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _current(voltage: float, top: float) -> float:
    return top * (1 - ((voltage / 20.0) ** 8))


def _tracked(function: Callable[..., Any], start: float, top: float) -> float:
    last, now = start, start + 0.1
    for _ in range(300):
        last, now = now, function(now, _current(now, top), last, _current(last, top))
    return now


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    best = max((0.01 * number for number in range(2001)), key=lambda v: v * _current(v, 2.0))
    assert abs(_tracked(function, 5.0, 2.0) - best) < 0.35
    assert abs(_tracked(function, 18.5, 0.3) - best) < 0.35
    assert abs(function(12.0, 1.0, 12.5, 1.0, 0.2) - 12.2) < 1e-9
    assert abs(function(12.0, 1.1, 12.5, 1.0, 0.2) - 11.8) < 1e-9
    assert abs(function(12.0, 1.0, 12.0, 1.2, 0.2) - 12.2) < 1e-9
    assert abs(function(10.0, 1.2, 12.0, 1.0, 0.2) - 10.2) < 1e-9
    assert function(19.95, 1.0, 19.85, 0.9) == 20.0
    assert function(0.05, 1.0, 0.15, 0.1, 0.1, 0.02, 20.0) == 0.02
