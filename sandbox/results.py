"""The typed result file, read as what it is: bytes that a program could choose. Nothing in it is unpickled or run."""

from __future__ import annotations

import base64
import binascii
import io
import json
import math
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, BinaryIO

from sandbox.inside.encoding import LARGEST, LONGEST_TREE, MAGIC

if TYPE_CHECKING:
    import numpy as np

_DEEPEST = 40
# What json and NumPy raise for what they cannot read.
_DAMAGED = (ValueError, RecursionError, TypeError, LookupError, OverflowError, SyntaxError, TokenError)


class BadResult(Exception):
    """The file is no result file, or holds what must not be read; the message says what."""


@dataclass(frozen=True, slots=True)
class NotPlain:
    """Stands in a result for a value that the file cannot hold.

    type: of the value, or the value in words; why: it is not there
    """

    type: str
    why: str


def read_result(stream: BinaryIO) -> Mapping[str, object] | None:
    """The values of a result file by name, None where nothing was written; raises BadResult.

    Arrays are NumPy's, of numbers, texts or times; table columns are arrays by their names.
    """
    size = stream.seek(0, io.SEEK_END)
    if size == 0:
        return None
    if size > LARGEST + LONGEST_TREE:
        raise BadResult(f"the result file is larger than {LARGEST // 10**6} MB")
    stream.seek(0)
    return _read(stream.read(size))


def _read(data: bytes) -> Mapping[str, object]:
    start = len(MAGIC) + 8
    if not data.startswith(MAGIC) or len(data) < start:
        raise BadResult("the result file is not one that gpiot has written")
    length = int.from_bytes(data[len(MAGIC) : start], "little")
    if length > min(LONGEST_TREE, len(data) - start):
        raise BadResult(f"the result file claims {length} bytes of values")
    try:
        tree = json.loads(data[start : start + length])
        values = _Decoder(memoryview(data)[start + length :]).value(tree, 0)
    except _DAMAGED as error:
        raise BadResult(f"the result file is damaged: {error}") from error
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise BadResult("the result file holds no values by name")
    return values


class _Decoder:
    def __init__(self, blocks: memoryview) -> None:
        self._blocks = blocks

    def value(self, node: Any, depth: int) -> object:
        if depth > _DEEPEST:
            raise BadResult("the result file is nested too deeply")
        kind, *parts = node
        match kind, parts:
            case "none", []:
                return None
            case "list", [items]:
                return [self.value(item, depth + 1) for item in items]
            case "tuple", [items]:
                return tuple(self.value(item, depth + 1) for item in items)
            case "dict", [pairs]:
                return {_key(key): self.value(item, depth + 1) for key, item in pairs}
            case "array", [offset, length]:
                return _array(self._block(offset, length))
            case "numbers", [code, offset, length]:
                return _numbers(code, self._block(offset, length))
            case "other", [name, why]:
                return NotPlain(_text(name)[:400], _text(why)[:400])
            case _, [plain]:
                return _PLAIN[kind](plain)
        raise BadResult("the result file holds a value of no known kind")

    def _block(self, offset: int, length: int) -> bytes:
        if not 0 <= offset <= offset + length <= len(self._blocks):
            raise BadResult("the result file points beyond its end")
        return bytes(self._blocks[offset : offset + length])


def _array(block: bytes) -> np.ndarray[Any, Any]:
    """One array in NumPy's format; its header must agree with the bytes that are there before anything is reserved."""
    from numpy.lib import format as npy

    stream = io.BytesIO(block)
    reader = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(npy.read_magic(stream))
    if reader is None:
        raise BadResult("an array of the result file is of an unknown format")
    shape, _, kind = reader(stream)
    if kind.kind not in "biufcSUmM" or kind.hasobject:
        raise BadResult(f"an array of the result file holds {kind}")
    items = math.prod(map(int, shape))
    claimed, there = items * kind.itemsize, len(block) - stream.tell()
    if claimed != there or any(size < 0 for size in shape) or (kind.itemsize == 0 and items):
        raise BadResult(f"an array of the result file claims {claimed} bytes and has {there}")
    stream.seek(0)
    return npy.read_array(stream, allow_pickle=False)


def _numbers(code: str, block: bytes) -> list[object]:
    if code not in ("d", "q"):
        raise BadResult("the result file holds numbers of an unknown kind")
    found = array(code)
    found.frombytes(block)
    return list(found)


def _key(key: object) -> str | int:
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise BadResult("a mapping of the result file has a key that is neither text nor number")
    return key


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadResult("the result file holds a text that is none")
    return value


def _integer(value: object) -> int:
    return int(_text(value), 16)


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadResult("the result file holds a truth value that is none")
    return value


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise BadResult("the result file holds damaged bytes") from error


_PLAIN: Mapping[str, Callable[[object], object]] = {
    "bool": _bool,
    "int": _integer,
    "float": lambda value: float.fromhex(_text(value)),
    "str": _text,
    "bytes": _bytes,
}
