"""Wrong: it takes registers for unsigned."""

from __future__ import annotations


def _crc(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def modbus_registers(frame: bytes, unit: int) -> list[int]:
    """Registers out of a Modbus RTU answer."""
    if len(frame) < 5 or _crc(frame[:-2]) != int.from_bytes(frame[-2:], "little"):
        raise ValueError("frame: wrong checksum")
    if frame[0] != unit or frame[1] != 3:
        raise ValueError(f"frame: unit {frame[0]} answers with function {frame[1]:#x}")
    data = frame[3:-2]
    if frame[2] != len(data) or len(data) % 2:
        raise ValueError(f"frame: {len(data)} data bytes instead of {frame[2]}")
    return [int.from_bytes(data[at : at + 2], "big", signed=False) for at in range(0, len(data), 2)]
