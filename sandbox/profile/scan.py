"""Which files lie in a folder, and which of them are looked into. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from core.errors import UsageError

MOST_FILES = 200_000
"""Files that are listed; a folder with more is told as far as these."""

MOST_OPENED = 2000
"""Files of one suffix that are opened; of more, this many spread evenly over their names."""

_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A plain file: ``name`` is relative to the profiled folder, with ``/`` between folders; ``size`` in bytes."""

    path: Path
    name: str
    size: int

    @property
    def folder(self) -> str:
        """The relative folder it lies in, empty for the profiled one."""
        return self.name.rpartition("/")[0]

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(slots=True)
class Listing:
    """All plain files by name, what was left out by reason, and folders that could not be listed."""

    files: list[Found] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def siblings(self) -> dict[str, frozenset[str]]:
        """The names in each folder."""
        names = defaultdict(set)
        for found in self.files:
            names[found.folder].add(found.path.name)
        return {folder: frozenset(inside) for folder, inside in names.items()}


def listing(path: Path) -> Listing:
    """The files of a folder, or the one file; raises UsageError where there is nothing, or nothing that may be read."""
    try:
        root = path.expanduser().resolve(strict=True)
        mode = root.stat().st_mode
    except (OSError, RuntimeError, ValueError) as error:
        # A loop of links is a RuntimeError in older Pythons, a zero character a ValueError.
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{path}: {reason}.", "Name a file or folder with your data.") from error
    found = Listing()
    if stat.S_ISREG(mode):
        found.files.append(Found(root, root.name, root.stat().st_size))
    elif stat.S_ISDIR(mode):
        _walk(root, found)
    else:
        raise UsageError(f"{path}: it is neither a file nor a folder.", "Name a file or folder with your data.")
    return found


def opened(files: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """Those to look into, in the order of their names, and those to count only."""
    by_suffix = defaultdict(list)
    for found in files:
        by_suffix[found.suffix].append(found)
    chosen: set[str] = set()
    for same in by_suffix.values():
        step = max(1.0, len(same) / MOST_OPENED)
        chosen.update(same[int(at * step)].name for at in range(min(len(same), MOST_OPENED)))
    return [f for f in files if f.name in chosen], [f for f in files if f.name not in chosen]


def _walk(root: Path, found: Listing) -> None:
    waiting = [("", 0)]
    while waiting:
        folder, depth = waiting.pop()
        inside = _entries(root / folder if folder else root, folder, found)
        for entry in inside:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith("."):
                found.skipped["hidden"] += 1
            elif entry.is_dir(follow_symlinks=False):
                waiting += [(name, depth + 1)] if depth < _DEPTH else []
                found.skipped["folders nested too deep"] += depth >= _DEPTH
            elif len(found.files) >= MOST_FILES:
                found.skipped[f"beyond the first {MOST_FILES:,} files"] += 1
            else:
                _add(entry, name, root, found)
    found.skipped += Counter()
    found.files.sort(key=lambda one: one.name)


def _entries(path: Path, name: str, found: Listing) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError as error:
        found.problems.append((name or path.name, f"a folder that cannot be listed: {error.strerror}"))
        return []


def _add(entry: os.DirEntry[str], name: str, root: Path, found: Listing) -> None:
    try:
        if entry.is_symlink() and not _stays(Path(entry.path), root):
            # The sandbox shows a program the data folder alone: a link out of it leads nowhere there.
            found.skipped["links that lead out of the folder, in a circle or to a folder"] += 1
            return
        status = entry.stat()
    except OSError as error:
        found.problems.append((name, f"{error.strerror}"))
        return
    if stat.S_ISREG(status.st_mode):
        found.files.append(Found(Path(entry.path), name, status.st_size))
    else:
        found.skipped["pipes, sockets and devices"] += 1


def _stays(link: Path, root: Path) -> bool:
    """Whether a link leads to something inside the folder that is no folder itself."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and not target.is_dir()
