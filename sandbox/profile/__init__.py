"""The profile of a person's data: what lies in a folder, told from the files themselves and from no more of them than needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from core.errors import StorageError
from core.profiles import Group, Profile
from sandbox.profile.alignment import aligned
from sandbox.profile.facts import Facts, Format
from sandbox.profile.formats.wfdb import WfdbFormat, companions
from sandbox.profile.grouping import Members, group_of
from sandbox.profile.scan import Found, Listing, listing, opened
from sandbox.profile.source import Allowance, Source

FORMATS: Sequence[str] = (
    "sandbox.profile.formats.arrays:NpyFormat",
    "sandbox.profile.formats.arrays:NpzFormat",
    "sandbox.profile.formats.matlab:MatlabFormat",
    "sandbox.profile.formats.wav:WavFormat",
    "sandbox.profile.formats.images:ImageFormat",
    "sandbox.profile.formats.pcap:PcapFormat",
    "sandbox.profile.formats.others:PdfFormat",
    "sandbox.profile.formats.others:MarkedFormat",
    "sandbox.profile.formats.wfdb:WfdbFormat",
    "sandbox.profile.formats.jsonlines:JsonFormat",
    "sandbox.profile.formats.csi:CsiFormat",
    "sandbox.profile.formats.table:TableFormat",
    "sandbox.profile.formats.others:DocumentFormat",
    "sandbox.profile.formats.others:OtherFormat",
)
"""The formats as ``module:class``, asked in this order: those with a mark of their own first, texts after them."""

MOST_GROUPS = 40
"""Kinds of files that are kept apart; what else comes of a format joins the last of its groups."""

Progress = Callable[[int], None]
"""Is told how many files have been looked at."""


def profile(path: Path, progress: Progress | None = None) -> Profile:
    """What a file or folder holds; raises UsageError where there is no such thing, nothing for broken files.

    It blocks: seconds for a large folder, whatever the size of its files.
    """
    found = listing(path)
    look = _Look(found, progress)
    chosen, further = opened(found.files)
    # A record's header tells which files belong to it: it is read before them.
    for one in sorted(chosen, key=lambda one: (one.suffix != ".hea", one.name)):
        look.at(one)
    look.count(further)
    groups = look.told()
    return Profile(
        root=path.expanduser().resolve().name or "/",
        groups=groups,
        files=len(found.files),
        size=sum(one.size for one in found.files),
        read=look.allowance.spent,
        alignment=aligned(groups),
        problems=tuple(sorted([*found.problems, *look.problems])),
        skipped=dict(found.skipped),
    )


def known_formats() -> tuple[Format, ...]:
    """One of each format, in the order they are asked."""
    return tuple(getattr(import_module(module), name)() for module, name in (entry.split(":") for entry in FORMATS))


@dataclass(slots=True)
class _Look:
    """A walk over the files: their facts by kind, and what went wrong."""

    listing: Listing
    progress: Progress | None
    allowance: Allowance = field(default_factory=Allowance)
    problems: list[tuple[str, str]] = field(default_factory=list)
    members: dict[tuple[str, str], Members] = field(default_factory=dict)
    belonging: dict[str, tuple[str, str]] = field(default_factory=dict)
    siblings: dict[str, frozenset[str]] = field(default_factory=dict)
    formats: tuple[Format, ...] = field(default_factory=known_formats)
    looked_at: int = 0

    def __post_init__(self) -> None:
        self.siblings = self.listing.siblings()
        # What shares a header's name is part of a record, also where the header is broken or only counted.
        for header in (found for found in self.listing.files if found.suffix == ".hea"):
            for part in companions(header.path.name, self.siblings[header.folder]):
                self.belonging[_beside(header, part)] = (WfdbFormat.name, "")

    def at(self, found: Found) -> None:
        """Look into one file; what is wrong with it becomes a problem, and is no error."""
        self.looked_at += 1
        if self.progress:
            self.progress(self.looked_at)
        if found.name in self.belonging:
            self._part(found)
            return
        try:
            with Source(found.path, found.name, self.allowance, self.siblings[found.folder]) as source:
                self._read(source, found)
        except StorageError as error:
            self.problems.append((found.name, error.message.removeprefix(f"{found.path.name}: ").rstrip(".")))
        except OSError as error:
            self.problems.append((found.name, f"it cannot be read: {error.strerror or error}"))

    def count(self, further: Sequence[Found]) -> None:
        """Files that are not opened go to the largest group of their suffix."""
        for found in further:
            if found.name in self.belonging:
                self._part(found)
                continue
            same = [
                m for m in self.members.values() if any(name.lower().endswith(found.suffix) for name in m.names[:1])
            ]
            if same:
                largest = max(same, key=lambda members: len(members.names))
                largest.further.append(found.name)
                largest.size += found.size
            else:
                self.listing.skipped["counted only, none of their kind could be read"] += 1

    def told(self) -> tuple[Group, ...]:
        """The groups, largest number of bytes first, documents last."""
        ordered = sorted(self.members.values(), key=lambda m: (m.format == "documents", -m.size, m.names[:1]))
        return tuple(group_of(members) for members in ordered)

    def _read(self, source: Source, found: Found) -> None:
        if source.size == 0:
            raise StorageError("empty")
        form = next(form for form in self.formats if form.recognises(source))
        announced = next((other for other in self.formats if source.suffix in other.suffixes), form)
        self._add(form, form.read(source), found)
        if announced.name != form.name:
            self.problems.append((found.name, f"its name says {announced.name}, its content is {form.name}"))

    def _add(self, form: Format, facts: Facts, found: Found) -> None:
        key = self._key(form.name, facts.kind)
        members = self.members.setdefault(key, Members(form.name))
        members.names.append(found.name)
        members.facts.append(facts)
        members.size += found.size
        if facts.problem:
            self.problems.append((found.name, facts.problem))
        for part in facts.parts:
            self.belonging[_beside(found, part)] = key

    def _key(self, form: str, kind: str) -> tuple[str, str]:
        if (form, kind) in self.members or len(self.members) < MOST_GROUPS:
            return form, kind
        return next((key for key in reversed(self.members) if key[0] == form), (form, kind))

    def _part(self, found: Found) -> None:
        if members := self.members.get(self.belonging[found.name]):
            members.size += found.size
            members.parts += 1


def _beside(found: Found, name: str) -> str:
    """The relative name of another file in the same folder."""
    return f"{found.folder}/{name}" if found.folder else name
