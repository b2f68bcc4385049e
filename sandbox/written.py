"""The folders that a program writes to: how much it has left there, and what of that is not to stay."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

_MB = 10**6
_MOST_ENTRIES = 20_000
_GONE = (FileNotFoundError, NotADirectoryError)


def overfull(folder: Path, most_mb: int) -> str:
    """What is too much in a folder, in words; empty where nothing is."""
    used = 0
    for entries, (path, status) in enumerate(_entries(folder)):
        if status is None:
            return f"files that can be counted: {Path(path).name[:40]} cannot be read"
        used += status.st_blocks * 512
        if used > most_mb * _MB:
            return f"{most_mb} MB of written files"
        if entries >= _MOST_ENTRIES:
            return f"{_MOST_ENTRIES} written files"
    return ""


def strangers(folder: Path) -> set[Path]:
    """Everything in a folder that is neither a plain file nor a folder: links, pipes, sockets, devices."""
    return {Path(path) for path, status in _entries(folder) if status and not _plain(status.st_mode)}


def sweep(folder: Path, before: set[Path]) -> list[str]:
    """Remove the strangers that a run has left, and take the right to become another user off its files.

    A link may point anywhere, and whoever opens the files of the folder later would follow it. Folders nested too deeply
    to be reached go as well. Returns the names of the strangers.
    """
    removed = []
    for name, status in list(_entries(folder)):
        if status is None:
            _remove(folder / Path(name).relative_to(folder).parts[0])
        elif not _plain(status.st_mode) and (path := Path(name)) not in before:
            path.unlink(missing_ok=True)
            removed.append(str(path.relative_to(folder)))
        elif stat.S_ISREG(status.st_mode) and status.st_mode & (stat.S_ISUID | stat.S_ISGID):
            Path(name).chmod(status.st_mode & 0o777)
    return sorted(removed)


def _remove(path: Path) -> None:
    """Remove what cannot be reached by its path, as folders can be nested deeper than Python itself could remove."""
    subprocess.run(["rm", "-rf", "--", path], check=False)  # noqa: S603, S607


def _plain(mode: int) -> bool:
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Everything below a folder with its own status, None for what cannot be looked at; no link is followed."""
    waiting = [str(folder)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = [(entry.path, entry.stat(follow_symlinks=False)) for entry in entries]
        except _GONE:
            continue
        except OSError:
            yield here, None
            continue
        for path, status in found:
            yield path, status
            if stat.S_ISDIR(status.st_mode):
                waiting.append(path)
