"""Which files lie in the folders, and what identifies them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import LiteratureError

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file on the disk; ``mtime`` in nanoseconds, ``root`` the folder under which it was found."""

    path: Path
    root: Path
    size: int
    mtime: int


def walk(folders: Sequence[Path], suffixes: Collection[str]) -> list[Found]:
    """All files with these suffixes below the folders, hidden ones left out, each once, sorted by path.

    A folder may also be a single file. Raises LiteratureError where a folder is missing or cannot be read.
    """
    found: dict[Path, Found] = {}
    for folder in folders:
        root = absolute(folder)
        for path in _files(root):
            if path.suffix.lower() in suffixes and path not in found and (one := _found(path, root)):
                found[path] = one
    return [found[path] for path in sorted(found)]


def absolute(folder: Path) -> Path:
    """The folder's place, symbolic links kept: a link to a library may be turned to another one."""
    return Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - resolve() would follow links


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes as hex digits; raises OSError."""
    state = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            state.update(piece)
    return state.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    if not root.is_dir():
        raise LiteratureError(f"{root}: there is no such folder.", "Name a folder with papers, or a single file.")

    def refuse(error: OSError) -> None:
        raise LiteratureError(f"{error.filename}: {error.strerror}.", "Make the folder readable.") from error

    for folder, inside, names in os.walk(root, onerror=refuse):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _found(path: Path, root: Path) -> Found | None:
    try:
        status = path.stat()
    except OSError:
        # A link that points nowhere, or a file that went while we looked.
        return None
    return Found(path, root, status.st_size, status.st_mtime_ns) if path.is_file() else None
