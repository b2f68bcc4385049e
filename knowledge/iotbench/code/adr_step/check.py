"""Hidden tests: data rate and power for a LoRaWAN node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert tuple(function([-5.0, 2.0, -1.0], 12, 14)) == (8, 14)
    assert tuple(function([-20.0, -9.9], 12, 14)) == (12, 14)
    assert tuple(function([8.5], 8, 14)) == (7, 12)
    assert tuple(function([9.0], 7, 14)) == (7, 10)
    assert tuple(function([30.0], 10, 14)) == (7, 2)
    assert tuple(function([-12.0], 12, 8)) == (12, 10)
    assert tuple(function([-8.0], 9, 2)) == (9, 6)
    assert tuple(function([-25.0], 12, 12)) == (12, 14)
    assert tuple(function([2.4], 7, 10)) == (7, 12)
    assert tuple(function([2.0], 12, 14, 5.0)) == (7, 14)
    for spreading, required in ((7, -7.5), (8, -10.0), (9, -12.5), (10, -15.0), (11, -17.5), (12, -20.0)):
        assert tuple(function([required + 10.0, -30.0], spreading, 8)) == (spreading, 8)
        assert tuple(function([required + 9.75], spreading, 8)) == (spreading, 10)
