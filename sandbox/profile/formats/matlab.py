"""MATLAB files of version 5 by their headers (MathWorks, MAT-File Format); those of version 7.3 are HDF5."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import StorageError
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import listed
from sandbox.profile.source import Source

_MATRIX, _COMPRESSED = 14, 15
_CLASSES = (
    "?", "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16", "uint16", "int32",
    "uint32", "int64", "uint64", "function", "opaque",
)  # fmt: skip
_STORED = {1: "b", 2: "B", 3: "h", 4: "H", 5: "i", 6: "I", 7: "f", 9: "d", 12: "q", 13: "Q"}
_OPENED = 4096
_MOST_VARIABLES = 200
_COMPLEX = 0x0800
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Variable:
    """One array: ``first`` holds its first numbers as far as they were opened."""

    name: str
    type: str
    shape: tuple[int, ...]
    first: tuple[float, ...] = ()


class MatlabFormat:
    """Each variable's header is opened; a compressed one only as far as that needs."""

    name = "MATLAB file"
    suffixes = frozenset({".mat"})

    def recognises(self, source: Source) -> bool:
        """By its text header, or by its name."""
        return source.head.startswith(b"MATLAB ") or source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Names, classes and shapes of the variables."""
        if source.head.startswith(b"MATLAB 7.3") or source.head[:8] == b"\x89HDF\r\n\x1a\n":
            raise StorageError(
                "MATLAB 7.3 (HDF5), which is not looked into: save it with -v7, or read it with h5py and say here what it holds"
            )
        if len(source.head) < 128 or source.head[126:128] not in (b"IM", b"MI"):
            raise StorageError("no MATLAB file of version 5: it may be of version 4, or no MATLAB file at all")
        order = "<" if source.head[126:128] == b"IM" else ">"
        found: list[Variable] = []
        problem = ""
        try:
            found.extend(_variables(source, order, found))
        except StorageError as error:
            problem = error.message
        return _facts(found, problem)


def _facts(found: list[Variable], problem: str) -> Facts:
    return Facts(
        kind=" ".join(f"{one.name}:{one.type}:{len(one.shape)}" for one in found),
        shapes={one.name: one.shape for one in found},
        dtypes=tuple(dict.fromkeys(one.type for one in found)),
        sample="; ".join(f"{one.name} {listed(one.first)}" for one in found[:3] if one.first),
        notes=("MATLAB stores arrays by column; scipy.io.loadmat gives them as shown",),
        problem=problem or ("" if found else "it holds no variables"),
    )


def _variables(source: Source, order: str, found: list[Variable]) -> Iterator[Variable]:
    at = 128
    while at + 8 <= source.size:
        kind, size = struct.unpack(f"{order}II", source.at(at, 8))
        if at + 8 + size > source.size:
            yield from _one(source, at, kind, min(size, source.size - at - 8), order)
            raise StorageError("cut off within its last variable")
        yield from _one(source, at, kind, size, order)
        if len(found) >= _MOST_VARIABLES:
            raise StorageError(f"more than {_MOST_VARIABLES} variables: only these were looked at")
        # Compressed elements are not padded, others are to eight bytes.
        at += 8 + size + (0 if kind == _COMPRESSED else -size % 8)


def _one(source: Source, at: int, kind: int, size: int, order: str) -> Iterator[Variable]:
    if kind == _MATRIX:
        yield _variable(source.at(at + 8, min(size, _OPENED)), order)
    elif kind == _COMPRESSED:
        try:
            opened = zlib.decompressobj().decompress(source.at(at + 8, min(size, _OPENED)), _OPENED)
        except zlib.error as error:
            raise StorageError(f"a variable that cannot be decompressed ({error})") from error
        if len(opened) >= 8 and struct.unpack_from(f"{order}I", opened)[0] == _MATRIX:
            yield _variable(opened[8:], order)
    elif not 1 <= kind <= 18:
        raise StorageError(f"damaged at byte {at:,}: element type {kind}")


def _variable(body: bytes, order: str) -> Variable:
    """Flags, lengths along the axes, name, then the numbers: four elements one after the other."""
    try:
        parts = _elements(body, order)
        flags = struct.unpack_from(f"{order}I", next(parts)[1])[0]
        lengths = next(parts)[1]
        shape = struct.unpack(f"{order}{len(lengths) // 4}i", lengths[: len(lengths) // 4 * 4])
        name = next(parts)[1].decode("latin-1")
        code = flags & 0xFF
        kind, values = next(parts, (0, b"")) if 6 <= code <= 15 else (0, b"")
    except (struct.error, StopIteration) as error:
        raise StorageError("a variable whose header is cut off") from error
    word = _CLASSES[code] if code < len(_CLASSES) else "?"
    return Variable(name, f"complex {word}" if flags & _COMPLEX else word, shape, _numbers(kind, values, order))


def _numbers(kind: int, values: bytes, order: str) -> tuple[float, ...]:
    if kind not in _STORED:
        return ()
    one = struct.Struct(f"{order}{_STORED[kind]}")
    return tuple(
        one.unpack_from(values, at)[0]
        for at in range(0, min(len(values), _SHOWN * one.size) // one.size * one.size, one.size)
    )


def _elements(body: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(body):
        kind, size = struct.unpack_from(f"{order}II", body, at)
        if kind >> 16:
            # A small element: its size shares the word with its type, its bytes follow in the same eight.
            yield kind & 0xFFFF, body[at + 4 : at + 4 + (kind >> 16)]
            at += 8
        else:
            yield kind, body[at + 8 : at + 8 + size]
            at += 8 + size + -size % 8
