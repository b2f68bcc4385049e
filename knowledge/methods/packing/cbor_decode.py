"""Structured readings out of CBOR."""

from __future__ import annotations

import struct
from typing import Any

_SIMPLE = {20: False, 21: True, 22: None, 23: None}
_REALS = {25: ">e", 26: ">f", 27: ">d"}
_DEEPEST = 32


class _Reader:
    """A cursor over the bytes of one message."""

    def __init__(self, packed: bytes) -> None:
        self.packed, self.start = packed, 0

    def take(self, count: int) -> bytes:
        part = self.packed[self.start : self.start + count]
        if len(part) < count:
            raise ValueError("packed: ends within an item")
        self.start += count
        return part

    def number(self, info: int) -> int:
        if info < 24:
            return info
        if info > 27:
            raise ValueError("packed: has a length that is indefinite or reserved")
        return int.from_bytes(self.take(1 << info - 24), "big")

    def item(self, depth: int = 0) -> Any:
        if depth > _DEEPEST:
            raise ValueError("packed: is nested too deeply")
        head = self.take(1)[0]
        major, info = head >> 5, head & 31
        if major == 7:
            return self.simple(info)
        number = self.number(info)
        return self.composed(major, number, depth)

    def simple(self, info: int) -> Any:
        if info in _REALS:
            return struct.unpack(_REALS[info], self.take(1 << info - 24))[0]
        if info not in _SIMPLE:
            raise ValueError(f"packed: holds the simple value {info}")
        return _SIMPLE[info]

    def composed(self, major: int, number: int, depth: int) -> Any:
        match major:
            case 0 | 1:
                return number if major == 0 else -1 - number
            case 2:
                return self.take(number)
            case 3:
                return self.take(number).decode()
            case 4:
                return [self.item(depth + 1) for _ in range(number)]
            case 5:
                return dict(self.pair(depth + 1) for _ in range(number))
            case _:
                return self.item(depth + 1)

    def pair(self, depth: int) -> tuple[Any, Any]:
        key = self.item(depth)
        composed = isinstance(key, list | dict)
        if composed:
            raise ValueError("packed: a key is itself composed")
        return key, self.item(depth)


def cbor_decode(packed: bytes) -> Any:
    """Read one CBOR data item as a gateway should: every length is checked before it is believed, nesting is bounded, and
    bytes left over are refused. Tags are read over.

    Parameters
    ----------
    packed : bytes
        one data item with definite lengths

    Returns
    -------
    item : typing.Any
        int, float, bool, None, str, bytes, list or dict

    Raises
    ------
    ValueError
        where the bytes end early, go on after the item, or hold what is not supported

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy. Indefinite lengths and whole numbers as tags (bignum) are not read.
    Keywords: binary JSON, payload parser, deserialisation, CoAP.

    References
    ----------
    C. Bormann and P. Hoffman, "Concise Binary Object Representation (CBOR)", RFC 8949, 2020, section 3.

    Examples
    --------
    >>> cbor_decode(bytes.fromhex("a2616e82011901f46174f94d60"))
    {'n': [1, 500], 't': 21.5}
    """
    reader = _Reader(packed)
    item = reader.item()
    if reader.start < len(packed):
        raise ValueError("packed: goes on after its item")
    return item
