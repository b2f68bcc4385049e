"""Wrong: it takes the power for unsigned."""

from __future__ import annotations


def ibeacon_fields(payload: bytes) -> tuple[str, int, int, int]:
    """Fields of an iBeacon advertisement."""
    at = 0
    while at + 1 < len(payload) and payload[at]:
        kind, data = payload[at + 1], payload[at + 2 : at + 1 + payload[at]]
        if kind == 0xFF and data[:4] == b"\x4c\x00\x02\x15" and len(data) >= 25:
            major, minor = int.from_bytes(data[20:22], "big"), int.from_bytes(data[22:24], "big")
            return data[4:20].hex(), major, minor, data[24]
        at += 1 + payload[at]
    raise ValueError("payload: no iBeacon")
