"""Hidden tests: address and command of an infrared remote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _nominal(content: bytes) -> list[float]:
    bits = [byte >> place & 1 for byte in content for place in range(8)]
    return [9000.0, 4500.0, *(time for bit in bits for time in (560.0, 1690.0 if bit else 560.0)), 560.0]


def _frame(content: bytes, seed: int = 0) -> list[float]:
    shaken = np.array(_nominal(content)) * np.random.default_rng(seed).uniform(0.85, 1.15, 67)
    return [float(value) for value in shaken]


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for address, command, seed in ((0x04, 0x08, 1), (0, 255, 2), (0x81, 0x3C, 3)):
        frame = _frame(bytes([address, 255 - address, command, 255 - command]), seed)
        assert tuple(function(frame)) == (address, command)
    assert _refused(function, _frame(bytes([4, 251, 8, 246])))
    assert _refused(function, _frame(bytes([4, 250, 8, 247])))
    assert _refused(function, [9000.0, 2250.0, 560.0])
    spoilt = _frame(bytes([4, 251, 8, 247]))
    assert _refused(function, [*spoilt[:9], 1100.0, *spoilt[10:]])
    assert _refused(function, [4500.0, *spoilt[1:]])
    assert _refused(function, [*spoilt[:10], 900.0, *spoilt[11:]])
    assert _refused(function, [11500.0, *spoilt[1:]])
    slow = [1.2 * value for value in _nominal(bytes([4, 251, 8, 247]))]
    assert tuple(function(slow)) == (4, 8)
