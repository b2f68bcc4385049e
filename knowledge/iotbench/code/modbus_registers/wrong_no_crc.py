"""Wrong: it does not look at the checksum."""

from __future__ import annotations


def modbus_registers(frame: bytes, unit: int) -> list[int]:
    """Registers out of a Modbus RTU answer."""
    if len(frame) < 5:
        raise ValueError("frame: wrong checksum")
    if frame[0] != unit or frame[1] != 3:
        raise ValueError(f"frame: unit {frame[0]} answers with function {frame[1]:#x}")
    data = frame[3:-2]
    if frame[2] != len(data) or len(data) % 2:
        raise ValueError(f"frame: {len(data)} data bytes instead of {frame[2]}")
    return [int.from_bytes(data[at : at + 2], "big", signed=True) for at in range(0, len(data), 2)]
