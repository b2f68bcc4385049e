"""Value of a signal in a CAN frame."""

from __future__ import annotations


def can_signal(
    data: bytes, start: int, length: int, little: bool, signed: bool, scale: float = 1.0, offset: float = 0.0
) -> float:
    """Take one signal out of the data bytes of a CAN frame, with the numbering of DBC files: bit n is bit n % 8 (0 the
    lowest) of byte n // 8. A little-endian signal begins with its lowest bit at start and goes on to higher numbers. A
    big-endian signal begins with its highest bit at start and goes on downwards in its byte, then with bit 7 of the
    next byte.

    Parameters
    ----------
    data : bytes
        the frame's data
    start : int
        number of the start bit
    length : int
        number of bits
    little : bool
        True for little-endian (Intel), False for big-endian (Motorola)
    signed : bool
        True for two's complement
    scale : float
        factor of the raw value
    offset : float
        added to the scaled value

    Returns
    -------
    value : float
        raw value * scale + offset

    Raises
    ------
    ValueError
        where the signal reaches beyond the data
    """
    first = start if little else start // 8 * 8 + 7 - start % 8
    total = 8 * len(data)
    if first + length > total:
        raise ValueError(f"start: {length} bits from {start} do not fit into {len(data)} bytes")
    shift = first if little else total - first - length
    raw = int.from_bytes(data, "little" if little else "big") >> shift & (1 << length) - 1
    if signed and raw >> length - 1:
        raw -= 1 << length
    return raw * scale + offset
