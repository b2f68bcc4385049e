"""Wrong: it keeps bits that mean nothing."""

from __future__ import annotations


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8C if crc & 1 else crc >> 1
    return crc


def ds18b20_temperature(scratchpad: bytes) -> float:
    """Temperature out of a DS18B20 scratchpad."""
    if len(scratchpad) != 9 or _crc8(scratchpad[:8]) != scratchpad[8] or not any(scratchpad):
        raise ValueError("scratchpad: spoilt")
    raw = int.from_bytes(scratchpad[:2], "little", signed=True)
    meaningless = 3 - (scratchpad[4] >> 5 & 3)
    return raw / 16
