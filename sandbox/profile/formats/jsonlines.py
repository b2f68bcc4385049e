"""JSON: one value a line, one array of values, or one object (RFC 8259; jsonlines.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from core.errors import StorageError
from core.profiles import Channel
from sandbox.profile.clocks import clocked
from sandbox.profile.columns import MOST_CHANNELS, channel, label_counts
from sandbox.profile.facts import Facts
from sandbox.profile.source import Source
from sandbox.profile.text import encoding_of, lines_of

_SUFFIXES = {".json", ".jsonl", ".ndjson", ".geojson"}
_BLANK = " \t\r\n,"
_MOST_ROWS = 5000
_SHOWN = 160

Row = Mapping[str, object]


class JsonFormat:
    """Values that are objects are rows, their keys columns; other values stand in one column."""

    name = "JSON"
    suffixes = frozenset(_SUFFIXES)

    def recognises(self, source: Source) -> bool:
        """By its name, or by a first line that is a whole object."""
        if source.suffix in _SUFFIXES:
            return True
        encoding = encoding_of(source.head)
        first = source.head.decode(encoding, "replace").lstrip("\ufeff").lstrip() if encoding else ""
        return first.startswith("{") and isinstance(_value(first.splitlines()[0]), dict)

    def read(self, source: Source) -> Facts:
        """Keys with types and ranges, rows, rate and labels."""
        encoding = encoding_of(source.head)
        if encoding is None:
            raise StorageError("its name says JSON, but it holds no text" if source.size else "empty")
        start = source.head.decode(encoding, "replace").lstrip("\ufeff").lstrip()
        lines = start.splitlines()
        values = sum(_value(line) is not None for line in lines)
        if start.startswith("[") and (values < 2 or values * 2 < len(lines)):
            return _array(source, encoding)
        if values * 2 < len(lines) and start.startswith("{"):
            return _object(source, encoding)
        return _lines(source, encoding)


def _value(text: str) -> object | None:
    """The JSON value of a text, None where it is none (or is null)."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _lines(source: Source, encoding: str) -> Facts:
    lines = lines_of(source, encoding)
    read = [[_value(line) for line in block[:_MOST_ROWS]] for block in lines.blocks]
    bad = sum(value is None for block in read for value in block)
    blocks = [[_row(value) for value in block if value is not None] for block in read]
    if not any(blocks):
        raise StorageError("no line of it is JSON")
    first = next(line for block in lines.blocks for line in block)
    where = "" if lines.whole else " of those looked at"
    problem = f"{bad:,} lines{where} are no JSON" if bad else ""
    return _rows(source, blocks, lines.total(source.size), lines.whole, first, "one value a line", problem)


def _array(source: Source, encoding: str) -> Facts:
    text = source.at(0, source.size if source.whole else source.piece).decode(encoding, "replace").lstrip("\ufeff")
    values, end = _elements(text)
    if not values:
        raise StorageError(
            "an empty array" if source.whole and _value(text) == [] else "no JSON array could be read from it"
        )
    total = len(values) if source.whole else round(len(values) * source.size / max(1, end))
    cut = source.whole and not text[end:].lstrip(_BLANK).startswith("]")
    problem = "cut off or damaged: it is no JSON after the values counted here" if cut else ""
    rows = [_row(value) for value in values]
    whole = source.whole and len(rows) <= _MOST_ROWS
    return _rows(
        source, [rows[:_MOST_ROWS]], total, whole, json.dumps(values[0]), "one array", problem, not source.whole
    )


def _elements(text: str) -> tuple[list[object], int]:
    """The values of an array one by one, as far as they are whole, and where the last one ends."""
    decoder, values = json.JSONDecoder(), []
    at = end = text.index("[") + 1
    while at < len(text):
        while at < len(text) and text[at] in _BLANK:
            at += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        end = at
    return values, end


def _object(source: Source, encoding: str) -> Facts:
    if not source.whole:
        raise StorageError("one JSON object, too large to be looked into")
    value = _value(source.all().decode(encoding, "replace").lstrip("\ufeff"))
    if value is None:
        raise StorageError("no JSON: neither as a whole nor line by line")
    return _rows(source, [[_row(value)]], 1, True, json.dumps(value), "one object", "")


def _row(value: object) -> Row:
    """A value as a row: an object's keys, those of the objects inside it behind a dot."""
    if not isinstance(value, dict):
        return {"value": value}
    row: dict[str, object] = {}
    for key, inner in value.items():
        row.update({f"{key}.{name}": one for name, one in inner.items()} if isinstance(inner, dict) else {key: inner})
    return row


def _rows(
    source: Source, blocks: Sequence[Sequence[Row]], total: int, whole: bool, first: str, how: str, problem: str,
    estimated: bool | None = None,
) -> Facts:  # fmt: skip
    names = list(dict.fromkeys(key for block in blocks for row in block for key in row))
    cells = {name: [[_cell(row.get(name)) for row in block] for block in blocks] for name in names[:MOST_CHANNELS]}
    flat = {name: [cell for block in parts for cell in block] for name, parts in cells.items()}
    flat_rows = [row for block in blocks for row in block]
    channels = tuple(_channel(name, flat[name], [row.get(name) for row in flat_rows]) for name in cells)
    clock = clocked(cells, source.name)
    return Facts(
        kind=f"{how}: {' '.join(sorted(names))}",
        shapes={"": (total,)},
        axes=("rows",),
        estimated=not whole if estimated is None else estimated,
        dtypes=tuple(sorted({one.type for one in channels})),
        rate_hz=clock.timeline.rate_hz if clock else None,
        channels=channels,
        channel_count=len(names),
        labels=label_counts(flat, channels),
        partial=not whole,
        missing=sum(one.missing for one in channels),
        sample=f"{first[:_SHOWN]} ..." if len(first) > _SHOWN else first,
        notes=(how, *(clock.notes() if clock else ())),
        timeline=clock.line if clock else None,
        problem=problem,
    )


def _cell(value: object) -> str:
    """The value as a table would hold it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return type(value).__name__
    # Python refuses to write integers of thousands of digits.
    return "1e19" if isinstance(value, int) and abs(value) >= 1 << 63 else str(value)


def _channel(name: str, cells: Sequence[str], values: Sequence[object]) -> Channel:
    """A key described by its values: a number in quotes is a text in JSON."""
    one = channel(name, cells)
    kinds = {type(value) for value in values if value is not None}
    if kinds == {str} and one.type != "time":
        return Channel(name, "text", one.unit, missing=one.missing)
    if kinds <= {list, dict, bool} and kinds:
        return Channel(name, _nested(values) or ("bool" if kinds == {bool} else "object"), missing=one.missing)
    return one


def _nested(values: Sequence[object]) -> str:
    """``list of 128``, or a range of lengths; empty where there are no lists."""
    lengths = {len(value) for value in values if isinstance(value, list)}
    if not lengths:
        return ""
    return f"list of {min(lengths)}" if len(lengths) == 1 else f"list of {min(lengths)} to {max(lengths)}"
