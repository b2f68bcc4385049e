"""Text of unknown encoding, in whole lines out of the pieces that were read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from core.errors import StorageError
from sandbox.profile.source import Source

# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDTHS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_STEERING = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_STEERING = 0.01


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines without their ends, blank ones left out; ``blocks`` holds those of each piece in the order of the file.

    whole: they are all lines of the file; mean_bytes: of a line with its end; encoding: as Python names it
    """

    blocks: tuple[tuple[str, ...], ...]
    whole: bool
    mean_bytes: float
    encoding: str

    def total(self, size: int) -> int:
        """Lines of a file of ``size`` bytes: counted where it was read whole, else estimated."""
        return sum(map(len, self.blocks)) if self.whole else round(size / self.mean_bytes)


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text by its first bytes, None where this is no text.

    Without a mark it is UTF-8 if the bytes allow, UTF-16 if every other byte is zero, else Latin-1 (as cp1252).
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if not head:
        return None
    name = _without_mark(head)
    text = head[: len(head) // 4 * 4 or len(head)].decode(name, "replace")
    if "\x00" in text or len(_STEERING.findall(text)) > _MOST_STEERING * len(text):
        return None
    # Bytes of any kind are Latin-1: what has many letters beyond ASCII and no line end is not taken for a text.
    high = sum(char > "\x7f" for char in text)
    return None if name == "cp1252" and high > len(text) * 0.3 else name


def lines_of(source: Source, encoding: str) -> Lines:
    """The lines of a file, or of pieces of it; raises StorageError where a piece holds no line end."""
    width = _WIDTHS.get(encoding, 1)
    blocks, used, count = [], 0, 0
    for at, content in source.pieces(width):
        last = at + len(content) >= source.size
        lines, length = _whole_lines(content.decode(encoding, "replace"), at == 0, last, source.whole)
        count += len(lines)
        used += length * len(content) // max(1, len(content.decode(encoding, "replace")))
        blocks.append(tuple(line for line in lines if line.strip()))
    if not any(blocks) and not source.whole:
        raise StorageError(f"no line ends within {source.piece >> 10} kB: a text of lines was expected")
    return Lines(tuple(blocks), source.whole, max(1.0, used / max(1, count)), encoding.replace("utf-8-sig", "utf-8"))


def _without_mark(head: bytes) -> str:
    even, odd = head[::2], head[1::2]
    if odd and odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.05:
        return "utf-16-le"
    if even and even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.05:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _whole_lines(text: str, first: bool, last: bool, whole: bool) -> tuple[list[str], int]:
    """The lines that the piece holds in full, and how many characters they take."""
    text = text.lstrip("\ufeff") if first else text
    start = 0 if first else text.find("\n") + 1
    end = len(text) if last or whole else text.rfind("\n") + 1
    if (not first and start == 0) or end <= start:
        return [], 0
    return text[start:end].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"), end - start
