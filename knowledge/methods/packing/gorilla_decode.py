"""Floating-point readings out of their XOR stream."""

from __future__ import annotations

import numpy as np

_WIDTH = 64


class _Bits:
    """A cursor over the bits of a message."""

    def __init__(self, data: bytes) -> None:
        self._text = "".join(format(byte, "08b") for byte in data)
        self._start = 0

    def take(self, count: int) -> int:
        stop = self._start + count
        if stop > len(self._text):
            raise ValueError("packed: ends before the last reading")
        number = int(self._text[self._start : stop], 2)
        self._start = stop
        return number


def _words(bits: _Bits, samples: int) -> list[int]:
    words = [bits.take(_WIDTH)]
    trailing, length = 0, _WIDTH
    while len(words) < samples:
        if bits.take(1) == 0:
            words.append(words[-1])
            continue
        if bits.take(1):
            leading, length = bits.take(5), bits.take(6) + 1
            trailing = _WIDTH - leading - length
            if trailing < 0:
                raise ValueError("packed: no Gorilla stream, a window is wider than 64 bits")
        words.append(words[-1] ^ bits.take(length) << trailing)
    return words


def gorilla_decode(packed: bytes) -> np.ndarray:
    """Unpack doubles from a Gorilla value stream: each reading is the one before with the changed bits turned over.

    Parameters
    ----------
    packed : bytes
        the number of readings in four bytes, most significant first, then the bit stream

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the readings, equal in every bit

    Raises
    ------
    ValueError
        where the stream ends too early or holds a window that cannot be

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: time series database, decompression, edge log.

    References
    ----------
    T. Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", Proceedings of the VLDB Endowment
    8(12), 2015, section 4.1.2. doi:10.14778/2824032.2824078

    Examples
    --------
    >>> gorilla_decode(bytes.fromhex("00000003" "4035800000000000" "00")).tolist()
    [21.5, 21.5, 21.5]
    """
    if len(packed) < 4:
        raise ValueError("packed: has no room for the number of readings")
    samples = int.from_bytes(packed[:4], "big")
    if samples > 8 * len(packed):
        raise ValueError("packed: ends before the last reading")
    words = _words(_Bits(packed[4:]), samples) if samples else []
    return np.array(words, dtype=np.uint64).view(np.float64)
