"""NumPy arrays, .npy and .npz, by their headers (NumPy Enhancement Proposal 1). Nothing is ever unpickled."""

from __future__ import annotations

import ast
import math
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from core.errors import StorageError
from core.profiles import Channel
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import listed, span
from sandbox.profile.source import Source

_MARK = b"\x93NUMPY"
_MOST_HEADER = 64 << 10
_MOST_MEMBERS = 40
_LOOKED_AT = 64 << 10
_PLAIN = re.compile(r"[<>=|][biufcSU]\d+$")
_NUMBERS = re.compile(r"[<>=|][biuf]\d+$")


@dataclass(frozen=True, slots=True)
class Header:
    """An array's header: ``start`` is where its values begin; ``type`` a NumPy type string or a record's fields."""

    type: str
    shape: tuple[int, ...]
    start: int
    item_bytes: int

    @property
    def pickled(self) -> bool:
        """Whether the values are Python objects, which only unpickling could read."""
        return "O" in re.sub(r"'[^']*':|\('[^']*'", "", self.type)


class NpyFormat:
    """One array."""

    name = "NumPy array (npy)"
    suffixes = frozenset({".npy"})

    def recognises(self, source: Source) -> bool:
        """By its mark, or by its name where that is missing."""
        return source.head.startswith(_MARK) or source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Shape, type, and the range of its first, middle and last values."""
        header = header_of(source.at(0, min(source.size, _MOST_HEADER + 16)))
        values = _values([piece for _, piece in _aligned(source, header)], header)
        expected = header.start + math.prod(header.shape) * header.item_bytes
        cut = header.item_bytes and source.size < expected
        return Facts(
            kind=f"{header.type} {len(header.shape)}d",
            shapes={"": header.shape},
            dtypes=(header.type,),
            channels=_channel("values", header, values),
            missing=sum(value != value for value in values),
            sample=listed(values),
            notes=_pickled("it", header),
            problem=f"cut off: {source.size:,} of {expected:,} bytes are there" if cut else "",
        )


class NpzFormat:
    """A zip file of arrays: each member's header is read, and no more of it."""

    name = "NumPy archive (npz)"
    suffixes = frozenset({".npz"})

    def recognises(self, source: Source) -> bool:
        """By its name: any zip file begins the same."""
        return source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Names, shapes and types of the arrays inside."""
        try:
            with source.file() as file, zipfile.ZipFile(file) as archive:
                members = [info for info in archive.infolist() if not info.filename.endswith("/")]
                headers, unread = _members(archive, members[:_MOST_MEMBERS])
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, struct.error, OSError) as error:
            raise StorageError(f"no zip file, or a damaged one ({error})") from error
        notes = tuple(note for name, (header, _) in headers.items() for note in _pickled(name, header))
        if len(members) > _MOST_MEMBERS:
            notes = (*notes, f"{len(members):,} arrays in it, the first {_MOST_MEMBERS} were looked at")
        shown = [_channel(name, header, values) for name, (header, values) in headers.items()]
        return Facts(
            kind=" ".join(f"{name}:{header.type}:{len(header.shape)}" for name, (header, _) in headers.items()),
            shapes={name: header.shape for name, (header, _) in headers.items()},
            dtypes=tuple(dict.fromkeys(header.type for header, _ in headers.values())),
            channels=tuple(one for channels in shown for one in channels),
            missing=sum(value != value for _, values in headers.values() for value in values),
            sample="; ".join(
                f"{name} {listed(values, 4)}" for name, (_, values) in list(headers.items())[:3] if values
            ),
            notes=notes,
            problem=", ".join(unread[:3])
            if headers
            else f"no array in it could be read{': ' if unread else ''}{', '.join(unread[:3])}",
        )


def header_of(content: bytes) -> Header:
    """The header at the beginning of these bytes; raises StorageError where there is none."""
    if not content.startswith(_MARK) or len(content) < 12:
        raise StorageError("its name says NumPy array, but it does not begin as one")
    wide = content[6] > 1
    length = int.from_bytes(content[8 : 12 if wide else 10], "little")
    start = (12 if wide else 10) + length
    if length > _MOST_HEADER or start > len(content):
        raise StorageError(f"cut off in its header of {length:,} bytes")
    try:
        told = ast.literal_eval(content[start - length : start].decode("latin-1").strip())
        shape = tuple(int(axis) for axis in told["shape"])
        form = told["descr"]
    except (ValueError, SyntaxError, TypeError, KeyError, MemoryError, RecursionError) as error:
        raise StorageError("its header is no NumPy header") from error
    if any(axis < 0 for axis in shape):
        raise StorageError(f"its header says shape {shape}")
    text = form if isinstance(form, str) else str(form)[:200]
    return Header(text, shape, start, _item_bytes(text))


def _item_bytes(form: str) -> int:
    if not _PLAIN.match(form):
        return 0
    return int(form[2:]) * (4 if form[1] == "U" else 1)


def _aligned(source: Source, header: Header) -> list[tuple[int, bytes]]:
    if not header.item_bytes or header.start >= source.size:
        return []
    return source.pieces(header.item_bytes, header.start)


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> tuple[dict[str, tuple[Header, list[float]]], list[str]]:
    headers: dict[str, tuple[Header, list[float]]] = {}
    unread = []
    for info in members:
        name = info.filename.removesuffix(".npy")
        try:
            with archive.open(info) as member:
                headers[name] = _member(member)
        except StorageError as error:
            unread.append(f"{name}: {error.message}")
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError) as error:
            unread.append(f"{name}: {error}")
    return headers, unread


def _member(member: IO[bytes]) -> tuple[Header, list[float]]:
    content = member.read(_LOOKED_AT + 4096)
    header = header_of(content)
    return header, _values([content[header.start :]], header)


def _values(pieces: list[bytes], header: Header) -> list[float]:
    """The numbers in these bytes, none for other types: objects are pickles and stay as they are."""
    import numpy as np

    if not _NUMBERS.match(header.type):
        return []
    try:
        form = np.dtype(header.type)
    except TypeError:
        return []
    found = [np.frombuffer(piece, form, len(piece) // form.itemsize) for piece in pieces]
    return [float(value) if form.kind == "f" else int(value) for part in found for value in part]


def _channel(name: str, header: Header, values: list[float]) -> tuple[Channel, ...]:
    return (Channel(name, header.type, "", *span(values), missing=sum(v != v for v in values)),) if values else ()


def _pickled(name: str, header: Header) -> tuple[str, ...]:
    return (
        (f"{name} holds Python objects: it is never unpickled, so its content is not told",) if header.pickled else ()
    )
