"""Images by their headers: PNG, JPEG, GIF, BMP, WebP."""

from __future__ import annotations

import struct

from core.errors import StorageError
from sandbox.profile.facts import Facts
from sandbox.profile.source import Source

_SUFFIXES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".bmp": "BMP", ".webp": "WebP"}
_PNG_COLOURS = {0: ("grey", 1), 2: ("RGB", 3), 3: ("palette", 1), 4: ("grey with alpha", 2), 6: ("RGBA", 4)}
_JPEG_COLOURS = {1: "grey", 3: "colour", 4: "CMYK"}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_SEGMENTS = 500


class ImageFormat:
    """Height, width and colours; the pixels are not decoded."""

    name = "images"
    suffixes = frozenset(_SUFFIXES)

    def recognises(self, source: Source) -> bool:
        """By its mark, or by its name where that is missing."""
        return kind_of(source.head) != "" or source.suffix in _SUFFIXES

    def read(self, source: Source) -> Facts:
        """Shape as height x width x colours."""
        kind = kind_of(source.head)
        if not kind:
            raise StorageError(f"its name says {_SUFFIXES[source.suffix]}, but it does not begin as an image")
        try:
            height, width, colours, word = _jpeg(source) if kind == "JPEG" else _SIZES[kind](source.head)
        except (struct.error, IndexError) as error:
            raise StorageError(f"a {kind} image cut off in its header") from error
        if not height or not width:
            raise StorageError(f"a {kind} image of {height} x {width} pixels")
        end = source.at(source.size - 12, 12) if kind == "PNG" else b"IEND"
        return Facts(
            kind=kind,
            shapes={"": (height, width, colours)},
            axes=("high", "wide", "colours"),
            dtypes=(f"{kind}, {word}",),
            problem="" if b"IEND" in end else "cut off: the end of the image is missing",
        )


def kind_of(head: bytes) -> str:
    """The image format that begins so, empty for others."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[:2] == b"BM":
        # Two letters are a weak mark: the reserved words after them are zero in every BMP.
        return "BMP" if head[6:10] == bytes(4) and len(head) >= 26 else ""
    marks = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
    return next((kind for mark, kind in marks.items() if head.startswith(mark)), "")


def _png(head: bytes) -> tuple[int, int, int, str]:
    width, height, depth, colour = struct.unpack_from(">IIBB", head, 16)
    word, colours = _PNG_COLOURS.get(colour, ("unknown colours", 0))
    return height, width, colours, f"{depth}-bit {word}"


def _gif(head: bytes) -> tuple[int, int, int, str]:
    width, height = struct.unpack_from("<HH", head, 6)
    return height, width, 1, "palette"


def _bmp(head: bytes) -> tuple[int, int, int, str]:
    width, height = struct.unpack_from("<ii", head, 18)
    bits = struct.unpack_from("<H", head, 28)[0]
    # Rows from top to bottom are marked by a negative height.
    return abs(height), width, max(1, bits // 8), f"{bits} bits a pixel"


def _webp(head: bytes) -> tuple[int, int, int, str]:
    kind = head[12:16]
    if kind == b"VP8X":
        alpha = 4 if head[20] & 0x10 else 3
        return 1 + int.from_bytes(head[27:30], "little"), 1 + int.from_bytes(head[24:27], "little"), alpha, "extended"
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits >> 14 & 0x3FFF), 1 + (bits & 0x3FFF), 4, "lossless"
    width, height = struct.unpack_from("<HH", head, 26)
    return height & 0x3FFF, width & 0x3FFF, 3, "lossy"


def _jpeg(source: Source) -> tuple[int, int, int, str]:
    """Segments up to the first frame header: their lengths lead from one to the next."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        head = source.at(at, 10)
        if len(head) < 10 or head[0] != 0xFF:
            break
        if head[1] == 0xFF:
            at += 1
        elif head[1] in _FRAMES:
            depth, height, width, colours = struct.unpack_from(">BHHB", head, 4)
            return height, width, colours, f"{depth}-bit {_JPEG_COLOURS.get(colours, f'{colours} components')}"
        else:
            at += 2 + struct.unpack_from(">H", head, 2)[0]
    raise StorageError("a JPEG image without a frame header: cut off or damaged")


_SIZES = {"PNG": _png, "GIF": _gif, "BMP": _bmp, "WebP": _webp}
