"""Labels in names: folders for classes, and parts of file names that repeat. Always a guess, and told as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from core.profiles import Labels

MOST_VALUES = 50
"""A part with more values is a number or a date, no class."""

_FEWEST_FILES = 4
_CONSISTENT = 0.95
_TIME = re.compile(r"(?<!\d)(19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d([-_T ]?[0-2]\d[-_:]?[0-5]\d([-_:]?[0-5]\d)?)?(?!\d)")
_SEPARATORS = ("[-_ .]+", "_+", "-+", " +", r"\.+")
_WORD_AND_NUMBER = re.compile(r"([A-Za-z]+)(\d+)$")


def labels_in_names(names: Sequence[str]) -> tuple[Labels, ...]:
    """Folders and parts of file names that may be labels; names are relative, with ``/`` between folders."""
    if len(names) < _FEWEST_FILES:
        return ()
    folders = _folders(names)
    known = {_same(labels) for labels in folders}
    return (*folders, *(labels for labels in _parts(names) if _same(labels) not in known))


def times_in_names(names: Sequence[str]) -> tuple[str, str] | None:
    """The first and the last time that the file names hold, as they are written; None where most hold none."""
    found = sorted(match[0] for name in names if (match := _TIME.search(PurePosixPath(name).stem)))
    return (found[0], found[-1]) if found and len(found) >= _CONSISTENT * len(names) else None


def _folders(names: Sequence[str]) -> tuple[Labels, ...]:
    parents = [PurePosixPath(name).parent.parts for name in names]
    depth = min(map(len, parents))
    found = []
    for level in range(depth):
        counts = Counter(parts[level] for parts in parents)
        if 1 < len(counts) <= MOST_VALUES:
            found.append(
                Labels(
                    "folder names" if depth == 1 else f"folder names, level {level + 1}", _sorted(counts), guess=True
                )
            )
    return tuple(found)


def _parts(names: Sequence[str]) -> list[Labels]:
    stems = [_TIME.sub("0time0", PurePosixPath(name).stem) for name in names]
    rows = _split(stems)
    found = []
    for at in range(len(rows[0]) if rows else 0):
        counts = Counter(row[at] for row in rows)
        # A part that nearly every file has to itself numbers the files.
        if 1 < len(counts) <= MOST_VALUES and len(counts) * 2 <= len(rows):
            found.append(
                Labels(f"file names, part {at + 1}", _sorted(counts), guess=True, partial=len(rows) < len(names))
            )
    return found


def _split(stems: Sequence[str]) -> list[tuple[str, ...]]:
    """The stems' parts, by the first separator that cuts nearly all of them into equally many."""
    for separator in _SEPARATORS:
        rows = [tuple(re.split(separator, stem)) for stem in stems]
        width, times = Counter(map(len, rows)).most_common(1)[0]
        if width > 1 and times >= _CONSISTENT * len(rows):
            return [row for row in rows if len(row) == width]
    found = [match.groups() for stem in stems if (match := _WORD_AND_NUMBER.match(stem))]
    return found if len(found) >= _CONSISTENT * len(stems) else []


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """Values in the order that people count: a2 before a10."""
    return {value: counts[value] for value in sorted(counts, key=_counting_order)}


def _counting_order(value: str) -> list[tuple[bool, int, str]]:
    pieces = re.split(r"(\d+)", value)
    return [(not piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece) for piece in pieces if piece]


def _same(labels: Labels) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((value.lower(), count) for value, count in labels.counts.items()))
