"""Registers out of a Modbus RTU answer."""

from __future__ import annotations


def _crc(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def modbus_registers(frame: bytes, unit: int) -> list[int]:
    """Take the registers out of a Modbus RTU answer to function 3: unit, function, number of data bytes, registers of
    two bytes each (high byte first), checksum (CRC-16 of all bytes before it: initial value 0xFFFF, reflected
    polynomial 0xA001, low byte first).

    Parameters
    ----------
    frame : bytes
        the whole answer with its checksum
    unit : int
        number of the unit that was asked

    Returns
    -------
    registers : list[int]
        signed 16-bit values in the order of the frame

    Raises
    ------
    ValueError
        where the checksum is wrong, another unit or function answers (an exception is function 0x83), or the number of
        data bytes is odd or not that of the frame
    """
    if len(frame) < 5 or _crc(frame[:-2]) != int.from_bytes(frame[-2:], "little"):
        raise ValueError("frame: wrong checksum")
    if frame[0] != unit or frame[1] != 3:
        raise ValueError(f"frame: unit {frame[0]} answers with function {frame[1]:#x}")
    data = frame[3:-2]
    if frame[2] != len(data) or len(data) % 2:
        raise ValueError(f"frame: {len(data)} data bytes instead of {frame[2]}")
    return [int.from_bytes(data[at : at + 2], "big", signed=True) for at in range(0, len(data), 2)]
