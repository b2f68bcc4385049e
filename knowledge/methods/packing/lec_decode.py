"""Sensor counts out of LEC code words."""

from __future__ import annotations

import numpy as np

_CODES = ("00", "010", "011", "100", "101", "110", *("1" * (size - 3) + "0" for size in range(6, 17)))
_SIZES = {code: size for size, code in enumerate(_CODES)}
_LONGEST = len(_CODES[-1])


def _size_at(text: str, start: int) -> tuple[int, int]:
    for stop in range(start + 2, min(start + _LONGEST, len(text)) + 1):
        if (size := _SIZES.get(text[start:stop])) is not None:
            return size, stop
    raise ValueError("packed: ends before the last sample, or is no LEC code")


def _difference(low: str) -> int:
    value = int(low, 2)
    return value if low[0] == "1" else value - (1 << len(low)) + 1


def lec_decode(packed: bytes, samples: int, bits: int = 14) -> np.ndarray:
    """Unpack what a node sent in LEC: read the prefix that tells a difference's size, then its bits, and add up the
    differences from the middle of the converter's range.

    Parameters
    ----------
    packed : bytes
        code words, most significant bit first
    samples : int
        how many samples they hold
    bits : int
        resolution of the converter, 1 to 16

    Returns
    -------
    counts : numpy.ndarray, shape (samples,), in ADC counts
        the samples exactly as they were measured

    Raises
    ------
    ValueError
        where the bytes end too early or hold a prefix that LEC does not know

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: decompression, gateway, wireless sensor network.

    References
    ----------
    F. Marcelloni and M. Vecchio, "A Simple Algorithm for Data Compression in Wireless Sensor Networks", IEEE
    Communications Letters 12(6), 2008, table I.

    Examples
    --------
    >>> lec_decode(bytes.fromhex("15a0"), 4).tolist()
    [8192, 8193, 8191, 8191]
    """
    text = "".join(format(byte, "08b") for byte in packed)
    differences = np.zeros(samples, dtype=np.int64)
    start = 0
    for index in range(samples):
        size, start = _size_at(text, start)
        if start + size > len(text):
            raise ValueError("packed: ends before the last sample, or is no LEC code")
        if size:
            differences[index] = _difference(text[start : start + size])
        start += size
    return (1 << (bits - 1)) + np.cumsum(differences)
