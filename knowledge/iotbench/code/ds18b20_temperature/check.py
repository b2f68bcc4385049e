"""Hidden tests: temperature out of a DS18B20 scratchpad."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _scratchpad(raw: int, resolution: int) -> bytes:
    body = raw.to_bytes(2, "little", signed=True) + bytes([75, 70, (resolution - 9) << 5 | 31, 255, 12, 16])
    crc = 0
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8C if crc & 1 else crc >> 1
    return body + bytes([crc])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for raw, celsius in ((0x07D0, 125.0), (0x0191, 25.0625), (0, 0.0), (-8, -0.5), (-880, -55.0), (-162, -10.125)):
        assert abs(function(_scratchpad(raw, 12)) - celsius) < 1e-9
    assert abs(function(_scratchpad(0x0197, 9)) - 25.0) < 1e-9
    assert abs(function(_scratchpad(0x0197, 11)) - 25.375) < 1e-9
    good = _scratchpad(0x0191, 12)
    assert _refused(function, good[:1] + bytes([good[1] ^ 4]) + good[2:])
    assert _refused(function, good[:8])
    assert _refused(function, bytes(9))
