"""Wrong: it believes that the flags always come first and nothing else."""

from __future__ import annotations


def ibeacon_fields(payload: bytes) -> tuple[str, int, int, int]:
    """Fields of an iBeacon advertisement."""
    if len(payload) < 30 or payload[5:7] != b"\x4c\x00":
        raise ValueError("payload: no iBeacon")
    major, minor = payload[25] << 8 | payload[26], payload[27] << 8 | payload[28]
    return payload[9:25].hex(), major, minor, payload[29] - 256
