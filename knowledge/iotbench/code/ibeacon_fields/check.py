"""Hidden tests: fields of an iBeacon advertisement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _structure(kind: int, data: bytes) -> bytes:
    return bytes([len(data) + 1, kind]) + data


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    uuid = bytes(range(0xE0, 0xF0))
    beacon = _structure(0xFF, b"\x4c\x00\x02\x15" + uuid + b"\x01\x02\xff\xfe\xc5")
    flags, name = _structure(1, b"\x06"), _structure(9, b"Room \xff\x4c\x00\x02\x15")
    assert tuple(function(flags + beacon)) == (uuid.hex(), 258, 65534, -59)
    assert tuple(function(beacon)) == (uuid.hex(), 258, 65534, -59)
    assert tuple(function(name + flags + beacon + bytes(4))) == (uuid.hex(), 258, 65534, -59)
    other = _structure(0xFF, b"\x59\x00\x02\x15" + bytes(21))
    assert tuple(function(other + beacon)) == (uuid.hex(), 258, 65534, -59)
    assert _refused(function, flags + other)
    assert _refused(function, flags + b"\x00" + beacon)
    assert _refused(function, flags + beacon[:-1])
