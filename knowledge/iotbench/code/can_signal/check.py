"""Hidden tests: value of a signal in a CAN frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    data = bytes([0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0])
    assert function(data, 8, 16, True, False) == 0x5634
    assert function(data, 15, 16, False, False) == 0x3456
    assert function(data, 4, 12, True, False) == 0x341
    assert function(data, 3, 12, False, False) == 0x234
    assert function(data, 11, 8, False, False) == 0x45
    assert function(data, 48, 16, True, True) == 0xF0DE - 65536
    assert function(data, 39, 8, False, True) == 0x9A - 256
    assert function(data, 32, 8, True, False) == 0x9A
    assert function(data, 16, 8, True, True) == 0x56
    assert function(data, 55, 16, False, False) == 0xDEF0
    assert abs(function(bytes([0x20, 0x4E]), 0, 16, True, False, 0.125, -40.0) - 2460.0) < 1e-9
    assert abs(function(bytes([0xFE]), 1, 3, True, True, 0.5, 10.0) - 9.5) < 1e-9
    assert _refused(function, data, 56, 16, True, False)
    assert _refused(function, data, 63, 16, False, False)
