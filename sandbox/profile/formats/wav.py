"""Sound as RIFF/WAVE: integers, floats and the extensible header (Microsoft, Multiple Channel Audio Data)."""

from __future__ import annotations

import struct
from typing import Literal

from core.errors import StorageError
from core.profiles import Channel, Timeline
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import listed, span
from sandbox.profile.source import Source

_KINDS = {1: "int", 3: "float", 6: "A-law", 7: "mu-law", 2: "ADPCM", 17: "IMA ADPCM", 85: "MP3"}
_EXTENSIBLE = 0xFFFE
_MOST_CHUNKS = 1000
_UNKNOWN_SIZES = (0, 0xFFFFFFFF)


class WavFormat:
    """Chunks of RIFF, RIFX (big-endian) and RF64 files; nothing but their heads and one piece of samples is read."""

    name = "sound (wav)"
    suffixes = frozenset({".wav", ".wave"})

    def recognises(self, source: Source) -> bool:
        """By its mark, or by its name where that is missing."""
        return _marked(source.head) or source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Rate, channels, frames and the range of the first samples."""
        if not _marked(source.head):
            raise StorageError("its name says wav, but it has no RIFF/WAVE header")
        order = ">" if source.head[:4] == b"RIFX" else "<"
        form, start, size = _chunks(source, order)
        kind, channels, rate, _, block, bits = struct.unpack_from(f"{order}HHIIHH", form)
        if kind == _EXTENSIBLE and len(form) >= 26:
            kind = struct.unpack_from(f"{order}H", form, 24)[0]
        if not channels or not rate or not block:
            raise StorageError(f"its header says {channels} channels at {rate} Hz in blocks of {block} bytes")
        there = min(size, source.size - start)
        frames = there // block
        values = _values(source.at(start, min(there, source.piece) // block * block), kind, bits, order)
        word = f"{bits}-bit {_KINDS.get(kind, f'code {kind}')}"
        return Facts(
            shapes={"": (frames, channels)},
            axes=("samples", "channels"),
            dtypes=(word,),
            rate_hz=float(rate),
            channels=tuple(
                Channel(f"channel {at + 1}", word, "", *span(values[at::channels])) for at in range(min(channels, 8))
            ),
            channel_count=channels,
            missing=sum(value != value for value in values),
            sample=listed(values[: 8 * channels]),
            notes=() if kind in (1, 3) else ("compressed: its samples were not looked at, its length is in blocks",),
            timeline=Timeline(source.name, None, frames / rate, "own", float(rate)) if kind in (1, 3) else None,
            problem=_problem(size, there, frames),
        )


def _problem(size: int, there: int, frames: int) -> str:
    if there < size:
        return f"cut off: it holds {there:,} of the {size:,} bytes of sound that it announces"
    return "" if frames else "it holds no samples"


def _marked(head: bytes) -> bool:
    return head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE"


def _chunks(source: Source, order: str) -> tuple[bytes, int, int]:
    """The format chunk, and offset and announced size of the samples."""
    at, form, long_size = 12, b"", 0
    for _ in range(_MOST_CHUNKS):
        head = source.at(at, 8)
        if len(head) < 8:
            break
        name, size = head[:4], struct.unpack_from(f"{order}I", head, 4)[0]
        if name == b"fmt ":
            form = source.at(at + 8, min(size, 64))
        elif name == b"ds64":
            long_size = struct.unpack("<Q", source.at(at + 16, 8).ljust(8, b"\0"))[0]
        elif name == b"data":
            if len(form) < 16:
                break
            # A recorder that was cut off, or that writes to a pipe, leaves the size open: the file's end is meant.
            open_size = size in _UNKNOWN_SIZES and source.size - at - 8 > size
            return form, at + 8, long_size or (source.size - at - 8 if open_size or size == _UNKNOWN_SIZES[1] else size)
        at += 8 + size + size % 2
    raise StorageError("no format or no samples found in it" if len(form) < 16 else "no samples found in it")


def _values(content: bytes, kind: int, bits: int, order: str) -> list[float]:
    """The samples as the file holds them: 8-bit ones are unsigned by definition."""
    import numpy as np

    codes = {(1, 8): "u1", (1, 16): "i2", (1, 32): "i4", (3, 32): "f4", (3, 64): "f8"}
    if (kind, bits) == (1, 24):
        return [float(v) for v in _three_bytes(content, order)]
    if (kind, bits) not in codes:
        return []
    width = bits // 8
    found = np.frombuffer(content, np.dtype(f"{order}{codes[kind, bits]}"), len(content) // width)
    return [float(value) for value in found]


def _three_bytes(content: bytes, order: str) -> list[int]:
    name: Literal["little", "big"] = "little" if order == "<" else "big"
    return [int.from_bytes(content[at : at + 3], name, signed=True) for at in range(0, len(content) - 2, 3)]
