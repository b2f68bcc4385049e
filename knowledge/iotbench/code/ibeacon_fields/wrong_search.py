"""Wrong: it searches for the four bytes anywhere."""

from __future__ import annotations


def ibeacon_fields(payload: bytes) -> tuple[str, int, int, int]:
    """Fields of an iBeacon advertisement."""
    at = payload.find(b"\x4c\x00\x02\x15")
    if at < 0 or len(payload) < at + 25:
        raise ValueError("payload: no iBeacon")
    data = payload[at:]
    return data[4:20].hex(), data[20] << 8 | data[21], data[22] << 8 | data[23], data[24] - 256
