"""Wrong: it unpacks the bytes in the order of the processor and checks nothing."""

from __future__ import annotations

import struct


def modbus_registers(frame: bytes, unit: int) -> list[int]:
    """Registers out of a Modbus RTU answer."""
    count = frame[2] // 2
    return list(struct.unpack(f"<{count}h", frame[3 : 3 + 2 * count]))
