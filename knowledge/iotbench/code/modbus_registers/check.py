"""Hidden tests: registers out of a Modbus RTU answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _framed(body: bytes) -> bytes:
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return body + crc.to_bytes(2, "little")


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    good = _framed(bytes([17, 3, 6, 0xAE, 0x41, 0x56, 0x52, 0x43, 0x40]))
    assert list(function(good, 17)) == [0xAE41 - 65536, 0x5652, 0x4340]
    assert list(function(_framed(bytes([1, 3, 4, 0xFF, 0xF6, 0x00, 0xFA])), 1)) == [-10, 250]
    assert list(function(_framed(bytes([1, 3, 0])), 1)) == []
    assert _refused(function, good[:3] + b"\xaf" + good[4:], 17)
    assert _refused(function, good, 18)
    assert _refused(function, _framed(bytes([17, 0x83, 2])), 17)
    assert _refused(function, _framed(bytes([17, 3, 4, 0, 1])), 17)
    assert _refused(function, _framed(bytes([17, 3, 3, 0, 1, 2])), 17)
    assert _refused(function, good[:-2] + good[:-3:-1], 17)
