"""One file, read in bounded pieces: what a profile reads of it is counted and limited here, and nowhere else."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from core.errors import StorageError

HEAD = 4096
"""Bytes by which a format is recognised."""

PIECE = 256 << 10
"""Bytes of a large file that are read at its beginning, middle and end each, while the folder's allowance lasts."""

SMALL_PIECE = 16 << 10
"""The same, once the allowance is spent."""

WHOLE = 1 << 20
"""Files up to this size are read from end to end, while the allowance lasts."""

FILE_LIMIT = 8 << 20
"""The most that is read of any one file."""

FOLDER_ALLOWANCE = 48 << 20
"""What may be read of a folder in large pieces; beyond it each file is looked at in small ones."""


@dataclass(slots=True)
class Allowance:
    """Bytes that may still be read in large pieces, over all files; ``spent`` counts all that was read."""

    left: int = FOLDER_ALLOWANCE
    spent: int = 0

    def take(self, count: int) -> None:
        """Count these bytes as read."""
        self.left = max(0, self.left - count)
        self.spent += count


class Source:
    """An open file; ``name`` is relative to the profiled folder, ``siblings`` are the names beside it.

    Raises StorageError where it is no plain file or more of it would have to be read than FILE_LIMIT, OSError as open does.
    """

    def __init__(self, path: Path, name: str, allowance: Allowance, siblings: frozenset[str] = frozenset()) -> None:
        self.path = path
        self.name = name
        self.siblings = siblings
        self._allowance = allowance
        self._read = 0
        # A named pipe that took the file's place meanwhile must not block us.
        self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        status = os.fstat(self._descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(self._descriptor)
            raise StorageError("no plain file")
        self.size = status.st_size
        self.head = self._head()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    @property
    def suffix(self) -> str:
        """The name's suffix in lower case, with its dot."""
        return self.path.suffix.lower()

    @property
    def piece(self) -> int:
        """Bytes to read in one piece of this file."""
        return PIECE if self._allowance.left else SMALL_PIECE

    @property
    def whole(self) -> bool:
        """Whether the file is small enough to be read from end to end."""
        return self.size <= (WHOLE if self._allowance.left >= self.size else SMALL_PIECE)

    def at(self, offset: int, count: int) -> bytes:
        """``count`` bytes from ``offset`` on, fewer at the end of the file."""
        count = max(0, min(count, self.size - offset))
        if self._read + count > FILE_LIMIT:
            raise StorageError(f"more than {FILE_LIMIT >> 20} MB of it would have to be read")
        self._read += count
        self._allowance.take(count)
        return os.pread(self._descriptor, count, max(0, offset)) if count else b""

    def all(self) -> bytes:
        """The whole file; ask ``whole`` first, or know that its format keeps such files short."""
        return self.at(0, self.size)

    def pieces(self, align: int = 1, start: int = 0) -> list[tuple[int, bytes]]:
        """Offset and bytes of the whole file, or of its beginning, middle and end.

        Offsets are multiples of ``align`` after ``start``, where the data begins.
        """
        if self.whole:
            return [(start, self.at(start, self.size - start))]
        piece, room = self.piece, self.size - start
        places = sorted({0, (room - piece) // 2, room - piece})
        return [(at, self.at(at, piece)) for at in (start + max(0, place) // align * align for place in places)]

    def file(self) -> io.BufferedReader:
        """The file for a library that reads and seeks; the limit holds for it as well."""
        return io.BufferedReader(_Window(self))

    def beside(self, name: str) -> Source:
        """Another file of the same folder."""
        folder = self.name.rpartition("/")[0]
        return Source(self.path.with_name(name), f"{folder}/{name}" if folder else name, self._allowance)

    def _head(self) -> bytes:
        try:
            return self.at(0, HEAD)
        except OSError:
            os.close(self._descriptor)
            raise


class _Window(io.RawIOBase):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._source.size}[whence]
        if base + offset < 0:
            raise OSError(22, "a place before the beginning of the file")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._source.at(self._at, len(buffer))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)
