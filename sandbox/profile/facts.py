"""What one file tells, and what a format owes to the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from core.profiles import Channel, Timeline
from sandbox.profile.source import Source


@dataclass(frozen=True, slots=True)
class Facts:
    """One file, or one record of several files.

    kind: files of one format with the same kind stand in one group (the columns of a table, the keys of a JSON line)
    shapes: lengths along each axis, by the array's name, "" for the file as such; axes: what the axes are
    estimated: the first length is an estimate
    labels: counts by source; partial: only a part of the values was looked at
    problem: why the file is not as it should be, although it could be read
    parts: names of the other files of the record, in the same folder
    """

    kind: str = ""
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    axes: tuple[str, ...] = ()
    estimated: bool = False
    dtypes: tuple[str, ...] = ()
    rate_hz: float | None = None
    channels: tuple[Channel, ...] = ()
    channel_count: int = 0
    labels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False
    missing: int = 0
    sample: str = ""
    notes: tuple[str, ...] = ()
    timeline: Timeline | None = None
    problem: str = ""
    parts: tuple[str, ...] = ()


class Format(Protocol):
    """A file format. It keeps no state; files come in any order.

    suffixes: those that announce this format and no other
    """

    name: str
    suffixes: frozenset[str]

    def recognises(self, source: Source) -> bool:
        """Whether the file is of this format: by its first bytes, and by its suffix where they leave it open."""
        ...

    def read(self, source: Source) -> Facts:
        """What the file tells; raises StorageError with the reason where it cannot be read."""
        ...
