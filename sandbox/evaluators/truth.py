"""The truth in a data folder: WFDB beat annotations, labels by folder, by file name or in a table, and timed events."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import StorageError, UsageError
from sandbox.evaluators.answers import label, name_words, same, shown
from sandbox.wfdb_files import BEATS, read_annotations, read_header

_MOST_FILES = 200_000
_MOST_TABLE = 64 << 20
_TABLE = re.compile(
    r"^(?:labels?|annotations?|events?|truth|ground[_-]?truth|targets?|reference)\.(?:csv|tsv)$", re.IGNORECASE
)
_ITEM = frozenset("file filename path record recording item name id sample image clip subject window".split())
_LABEL = frozenset("label class activity category target truth gesture digit diagnosis state y".split())
_VALUE = frozenset("value target truth y label reference".split())
_START = frozenset("start onset begin from".split())
_END = frozenset("end offset stop until to finish".split())
_TIME = frozenset("time t instant second timestamp".split())


@dataclass(frozen=True, slots=True)
class Beats:
    """The beats that people annotated in one record, as sample numbers.

    seconds: its length, 0 where unknown; header: the file that describes it
    """

    record: str
    samples: tuple[int, ...]
    rate_hz: float
    seconds: float
    header: Path


@dataclass(frozen=True, slots=True)
class Known:
    """The truth by item. ``find`` takes an item as a path, a file name or a name without ending."""

    values: Mapping[str, str]
    source: str
    aliases: Mapping[str, str]

    @classmethod
    def of(cls, values: Mapping[str, str], source: str) -> Known:
        """``values`` by path relative to the data folder, or by whatever a table calls the items."""
        counted = Counter(alias for item in values for alias in _aliases(item))
        aliases = {alias: item for item in values for alias in _aliases(item) if counted[alias] == 1}
        return cls(values, source, {**aliases, **{_path(item): item for item in values}})

    def find(self, item: str) -> str | None:
        """The item's own name here, None where it is unknown or could be several."""
        parts = _path(item)
        # A program names files by its own path to the folder: the end of that path counts.
        while parts:
            if parts in self.aliases:
                return self.aliases[parts]
            parts = parts.partition("/")[2]
        stem = _stem(_path(item).rpartition("/")[2])
        return self.aliases.get(stem)


@dataclass(frozen=True, slots=True)
class Event:
    """One event in seconds; an instant ends where it starts."""

    start: float
    end: float
    label: str = ""


def has_beats(data: Path) -> bool:
    """Whether there is a record with annotations."""
    return next(_annotated(data), None) is not None


def beats(data: Path) -> tuple[tuple[Beats, ...], tuple[str, ...]]:
    """The annotated beats of every record (``.atr`` beside ``.hea``), and what could not be read.

    Raises UsageError where no record can be read.
    """
    found: list[Beats] = []
    notes: list[str] = []
    for name, header in _annotated(data):
        try:
            found.append(_beats(name, header))
        except StorageError as error:
            notes.append(f"not read: {error.message}")
    if not found:
        why = f" ({notes[0]})" if notes else ""
        raise UsageError(
            f"{data} holds no WFDB beat annotations that can be read{why}.",
            "r-peaks needs records with a .hea and an .atr file.",
        )
    return tuple(found), tuple(notes)


def labels(data: Path, answers: Iterable[str]) -> Iterator[Known]:
    """Every way in which the data may tell labels, the surest first: a table, folders by class, parts of file names.

    answers: the predicted labels; a part of the file names counts as label only where they occur in it
    """
    yield from (table for table in tables(data, _LABEL) if not _only_numbers(table))
    files = _files(data)
    yield from _by_folder(files)
    yield from _by_name(files, {same(answer) for answer in answers})


def tables(data: Path, wanted: frozenset[str] = _VALUE) -> Iterator[Known]:
    """Tables such as labels.csv with one row an item: every column that may hold the truth."""
    for path in _tables(data):
        head, *rows = _rows(path)
        item = _column(head, _ITEM)
        if item is None:
            continue
        columns = [n for n in range(len(head)) if n != item]
        named = [n for n in columns if name_words(head[n]) & wanted]
        for column in dict.fromkeys([*named, *columns] if wanted is _VALUE or len(columns) == 1 else named):
            pairs = [(row[item], label(row[column].strip())) for row in rows if len(row) > max(item, column)]
            values = dict(pairs)
            # Several rows of one item are windows or events, no label of the item.
            if values and len(values) == len(pairs):
                yield Known.of(values, f"column {shown(head[column])} of {path.name}")


def events(data: Path) -> tuple[dict[str, list[Event]], str] | None:
    """Events out of a table with start and end, start and duration, or instants, by item ("" where it has no items).

    A column whose name ends in ``ms`` is in milliseconds, any other in seconds.
    """
    for path in _tables(data):
        head, *rows = _rows(path)
        found: dict[str, list[Event]] = {}
        item, kind = _column(head, _ITEM), _column(head, _LABEL)
        for row in rows:
            event = _event(head, row)
            if event is None:
                continue
            name = row[item] if item is not None and item < len(row) else ""
            what = row[kind].strip() if kind is not None and kind < len(row) else ""
            found.setdefault(name, []).append(Event(event[0], event[1], what))
        if found:
            return found, path.name
    return None


def _annotated(data: Path) -> Iterator[tuple[str, Path]]:
    """Records with a header and an ``.atr`` file: name relative to the folder, and header."""
    files = _files(data)
    known = set(files)
    for path in files:
        if path.endswith(".hea") and f"{path.removesuffix('.hea')}.atr" in known:
            yield path.removesuffix(".hea"), data / path
    header = data.with_suffix(".hea") if data.name and not files else data
    if header != data or data.suffix == ".hea":
        beside = set(_files(data.parent, deep=False))
        if {header.name, f"{header.stem}.atr"} <= beside:
            yield header.stem, header


def _beats(name: str, header: Path) -> Beats:
    about = read_header(header)
    annotations = read_annotations(header.with_suffix(".atr"))
    samples = sorted(s for s, symbol in zip(*annotations, strict=True) if symbol in BEATS)
    last = max(about.samples, samples[-1] + 1 if samples else 0)
    return Beats(name, tuple(samples), about.rate_hz, last / about.rate_hz, header)


def _files(data: Path, deep: bool = True) -> list[str]:
    """All files below a folder by their relative path, hidden ones apart, in order; links are not followed."""
    found: list[str] = []
    for folder, inner, names in os.walk(data):
        inner[:] = sorted(name for name in inner if deep and not name.startswith("."))
        base = Path(folder).relative_to(data)
        found += [(base / name).as_posix() for name in sorted(names) if not name.startswith(".")]
        if len(found) > _MOST_FILES:
            break
    return found[:_MOST_FILES]


def _by_folder(files: Sequence[str]) -> Iterator[Known]:
    """The folder that a file lies in is its label where there are at least two such folders."""
    values = {path: path.split("/")[-2] for path in files if "/" in path}
    if len(set(values.values())) > 1:
        yield Known.of(values, "the folder that each file lies in")


def _by_name(files: Sequence[str], answers: set[str]) -> Iterator[Known]:
    """The only part of the file names (``digit_speaker_take``) in which all predicted labels occur."""
    stems = {path: re.split(r"[_\-\s]+", _stem(path.rpartition("/")[2])) for path in files}
    width = Counter(len(parts) for parts in stems.values()).most_common(1)
    regular = {path: parts for path, parts in stems.items() if width and len(parts) == width[0][0] > 1}
    told = {n: {same(parts[n]) for parts in regular.values()} for n in range(width[0][0] if regular else 0)}
    fitting = [n for n, words in told.items() if len(words) > 1 and answers and answers <= words]
    if len(fitting) == 1:
        values = {path: parts[fitting[0]] for path, parts in regular.items()}
        yield Known.of(values, f"part {fitting[0] + 1} of each file's name")


def _tables(data: Path) -> list[Path]:
    folder = data if data.is_dir() else data.parent
    try:
        return sorted(path for path in folder.iterdir() if _TABLE.match(path.name) and path.is_file())
    except OSError:
        return []


def _rows(path: Path) -> list[list[str]]:
    """The rows of a table, its heading first. Raises UsageError where it cannot be read or has no heading."""
    try:
        if path.stat().st_size > _MOST_TABLE:
            raise UsageError(f"{path.name} is larger than {_MOST_TABLE >> 20} MB.", "Give a smaller table of labels.")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        delimiter = max("\t;,", key=text.partition("\n")[0].count)
        rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if row]
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path.name} cannot be read as a table: {error}.", "Save it as csv in UTF-8.") from error
    return rows or [[]]


def _column(head: Sequence[str], names: frozenset[str]) -> int | None:
    return next((number for number, name in enumerate(head) if name_words(name) & names), None)


def _event(head: Sequence[str], row: Sequence[str]) -> tuple[float, float] | None:
    start, end = _seconds(head, row, _START), _seconds(head, row, _END)
    start = _seconds(head, row, _TIME) if start is None else start
    if start is None:
        return None
    length = _seconds(head, row, frozenset({"duration", "length"}))
    end = end if end is not None else start + (length or 0.0)
    return (start, end) if end >= start else None


def _seconds(head: Sequence[str], row: Sequence[str], names: frozenset[str]) -> float | None:
    column = _column(head, names)
    if column is None or column >= len(row):
        return None
    try:
        value = float(row[column])
    except ValueError:
        return None
    return value / 1000 if "ms" in name_words(head[column]) else value


def _aliases(item: str) -> set[str]:
    path = _path(item)
    name = path.rpartition("/")[2]
    return {path, name, _stem(name), _stem(path)}


def _path(item: str) -> str:
    return item.strip().replace("\\", "/").strip("/")


def _stem(name: str) -> str:
    return re.sub(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,5}$", "", name)


def _only_numbers(known: Known) -> bool:
    """Numbers under a heading that does not call them labels are measured values."""
    named = name_words(known.source.partition(" of ")[0]) & _LABEL
    return not named and all(re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", value) for value in known.values.values())
