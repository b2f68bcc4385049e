"""Temperature out of a DS18B20 scratchpad."""

from __future__ import annotations


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8C if crc & 1 else crc >> 1
    return crc


def ds18b20_temperature(scratchpad: bytes) -> float:
    """Read the temperature out of the 9 bytes of a DS18B20's scratchpad. Bytes 0 and 1 are the temperature in
    sixteenths of a degree, low byte first, two's complement. Bits 5 and 6 of byte 4 give the resolution: 0, 1, 2, 3 are
    9, 10, 11 and 12 bits; with fewer than 12 bits the lowest 3, 2 or 1 bits of the temperature mean nothing and count
    as 0. Byte 8 is the checksum of the 8 bytes before it: CRC-8, reflected polynomial 0x8C, initial value 0.

    Parameters
    ----------
    scratchpad : bytes
        9 bytes as read

    Returns
    -------
    temperature : float, in °C
        the reading

    Raises
    ------
    ValueError
        where there are not 9 bytes, the checksum is wrong, or all bytes are 0 (a cable in short circuit)
    """
    if len(scratchpad) != 9 or _crc8(scratchpad[:8]) != scratchpad[8] or not any(scratchpad):
        raise ValueError("scratchpad: spoilt")
    raw = int.from_bytes(scratchpad[:2], "little", signed=True)
    meaningless = 3 - (scratchpad[4] >> 5 & 3)
    return (raw >> meaningless << meaningless) / 16
