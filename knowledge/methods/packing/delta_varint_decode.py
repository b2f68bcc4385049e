"""Integers out of zig-zag varints of their differences."""

from __future__ import annotations

from itertools import accumulate

import numpy as np


def _numbers(packed: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number, shift = 0, 0
    if shift:
        raise ValueError("packed: ends within a number")
    return numbers


def delta_varint_decode(packed: bytes, order: int = 1) -> np.ndarray:
    """Unpack whole numbers from LEB128 varints: join groups of seven bits, take the sign from the lowest bit (zig-zag) and
    sum up the differences as often as the sender took them.

    Parameters
    ----------
    packed : bytes
        varints without a gap
    order : int
        how often the sender took differences: 0, 1 or 2

    Returns
    -------
    counts : numpy.ndarray, shape (samples,)
        the numbers exactly as they were packed

    Raises
    ------
    ValueError
        where the bytes end within a number, a number has over 63 bits, or the order is none of 0, 1, 2

    Notes
    -----
    Time: O(bytes). Memory: O(samples). Plain NumPy.
    Keywords: decompression, protocol buffers, timestamps.

    References
    ----------
    "Protocol Buffers: Encoding", sections "Base 128 Varints" and "Signed Integers".

    Examples
    --------
    >>> delta_varint_decode(bytes.fromhex("ac020104")).tolist()
    [150, 149, 151]
    """
    if order not in (0, 1, 2):
        raise ValueError(f"order: {order} is none of 0, 1, 2")
    numbers = [number >> 1 ^ -(number & 1) for number in _numbers(packed)]
    for _ in range(order):
        numbers = list(accumulate(numbers))
    if any(number.bit_length() > 63 for number in numbers):
        raise ValueError("packed: holds a number of more than 63 bits")
    return np.array(numbers, dtype=np.int64)
