"""Integers as zig-zag varints of their differences."""

from __future__ import annotations

import numpy as np


def _varint(number: int) -> bytes:
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def delta_varint_encode(counts: np.ndarray, order: int = 1) -> bytes:
    """Pack whole numbers, as timestamps or meter readings, into few bytes without loss: take differences (twice where the
    steps are regular), fold the sign into the lowest bit (zig-zag) and write groups of seven bits (LEB128 varints).

    Parameters
    ----------
    counts : numpy.ndarray, shape (samples,)
        whole numbers of at most 62 bits
    order : int
        how often differences are taken: 0, 1 or 2

    Returns
    -------
    packed : bytes
        one varint for each number

    Raises
    ------
    ValueError
        where the numbers are not whole or too large, or the order is none of 0, 1, 2

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: delta of delta, LEB128, protocol buffers, timestamps, meter readings.

    References
    ----------
    "Protocol Buffers: Encoding", sections "Base 128 Varints" and "Signed Integers".

    Examples
    --------
    >>> delta_varint_encode(np.array([150, 149, 151])).hex()
    'ac020104'
    """
    counts = np.asarray(counts)
    if counts.ndim != 1 or (counts.size and not np.issubdtype(counts.dtype, np.integer)):
        raise ValueError("counts: a row of whole numbers is needed")
    if order not in (0, 1, 2):
        raise ValueError(f"order: {order} is none of 0, 1, 2")
    numbers = [int(count) for count in counts]
    if any(abs(number) >= 1 << 62 for number in numbers):
        raise ValueError("counts: some have more than 62 bits")
    for _ in range(order):
        numbers = [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
    return b"".join(_varint(2 * number if number >= 0 else -2 * number - 1) for number in numbers)
