"""Tables as text: csv, tsv and columns of numbers (RFC 4180 and what instruments make of it)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from core.errors import StorageError
from core.profiles import Channel
from sandbox.profile.clocks import clocked
from sandbox.profile.columns import MISSING, MOST_CHANNELS, channel, label_counts, list_lengths
from sandbox.profile.dialects import Dialect, dialect_of, header_of
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import counted
from sandbox.profile.source import Source
from sandbox.profile.text import Lines, encoding_of, lines_of

_SUFFIXES = {".csv", ".tsv", ".tab"}
_WORDS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "blanks"}
_COMMENT = re.compile(r"\s*(#|%|//)")
# Columns are described from no more cells than these, however many columns there are.
_MOST_CELLS = 200_000
_SHOWN = 12


class TableFormat:
    """A text whose lines have mostly the same number of cells, at least two, or one number each."""

    name = "table"
    suffixes = frozenset(_SUFFIXES)

    def recognises(self, source: Source) -> bool:
        """By its lines, whatever it is called; by its name where there are no lines."""
        encoding = encoding_of(source.head)
        if encoding is None:
            return source.suffix in _SUFFIXES
        lines = _complete(source.head.decode(encoding, "replace"), source)
        dialect = dialect_of(_told(lines))
        return source.suffix in _SUFFIXES or (dialect is not None and _of_numbers(dialect, _told(lines)))

    def read(self, source: Source) -> Facts:
        """Columns with their types and ranges, rows, rate and labels; of a large file from three pieces of it."""
        encoding = encoding_of(source.head)
        if encoding is None:
            raise StorageError(_no_text(source.head))
        lines = lines_of(source, encoding)
        comments = [line for line in lines.blocks[0] if _COMMENT.match(line)]
        told = [[line for line in block if not _COMMENT.match(line)] for block in lines.blocks]
        if not any(told):
            raise StorageError("it holds no rows")
        dialect = dialect_of(told[0]) or Dialect(",", 1)
        return _facts(source, lines, dialect, [[dialect.cells(line) for line in block] for block in told], comments)


def _complete(text: str, source: Source) -> list[str]:
    """The lines of the head; the last one is cut where the file goes on."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    return lines[:-1] if len(lines) > 1 and source.size > len(source.head) else lines


def _told(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not _COMMENT.match(line)]


def _of_numbers(dialect: Dialect, lines: Sequence[str]) -> bool:
    """Prose has commas as well: a file not called a table is one if half of its cells are numbers or dates."""
    cells = [cell for line in lines[1:] or lines for cell in dialect.cells(line)]
    return sum(dialect.is_value(cell) for cell in cells) * 2 > len(cells)


def _no_text(head: bytes) -> str:
    if not any(head):
        return "it holds zero bytes only where it was looked at"
    return "its name says table, but it holds no text"


def _facts(source: Source, lines: Lines, dialect: Dialect, blocks: list[list[list[str]]], comments: list[str]) -> Facts:
    header = header_of(blocks[0], dialect) if blocks[0] else None
    names = _unique(header or [f"column {at}" for at in range(1, dialect.columns + 1)])
    blocks = [blocks[0][1:], *blocks[1:]] if header else blocks
    rows = [row for block in blocks for row in block]
    columns = _columns(names, blocks)
    flat = {name: [cell for block in cells for cell in block] for name, cells in columns.items()}
    channels = tuple(channel(name, cells, dialect.decimal_comma) for name, cells in flat.items())
    first = {one.name: columns[one.name] for one in channels[:MOST_CHANNELS]}
    clock = clocked(first, source.name, dialect.decimal_comma)
    left_out = (1 if header else 0) + (len(comments) if lines.whole else 0)
    return Facts(
        kind=_kind(dialect, header, names),
        shapes={"": (max(0, lines.total(source.size) - left_out), len(names))},
        axes=("rows", "columns"),
        estimated=not lines.whole,
        dtypes=tuple(sorted({one.type for one in channels})),
        rate_hz=clock.timeline.rate_hz if clock else None,
        channels=channels[:MOST_CHANNELS],
        channel_count=len(names),
        labels=label_counts(flat, channels[:MOST_CHANNELS]),
        partial=not lines.whole,
        missing=sum(one.missing for one in channels),
        sample=_sample(rows, dialect),
        notes=(*_written(lines, comments, header), *(clock.notes() if clock else ()), *_content(rows, channels)),
        timeline=clock.line if clock else None,
        problem=_problem(rows, len(names), lines.whole, flat),
    )


def _kind(dialect: Dialect, header: list[str] | None, names: list[str]) -> str:
    how = f"{_WORDS[dialect.delimiter]}-separated" if dialect.columns > 1 else "one column"
    columns = f"header {' '.join(names)}" if header else f"no header, {len(names)} columns"
    return f"{how}{', decimal comma' if dialect.decimal_comma else ''}, {columns}"


def _unique(names: Sequence[str]) -> list[str]:
    """Column names, none twice, none empty."""
    seen: Counter[str] = Counter()
    result = []
    for at, name in enumerate(names, 1):
        name = name or f"column {at}"
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _columns(names: list[str], blocks: list[list[list[str]]]) -> dict[str, list[list[str]]]:
    """Cells by column and block; of very wide tables only the first rows of each block."""
    most = max(3, _MOST_CELLS // max(1, len(names) * len(blocks)))
    return {
        name: [[row[at] if at < len(row) else "" for row in block[:most]] for block in blocks]
        for at, name in enumerate(names)
    }


def _sample(rows: list[list[str]], dialect: Dialect) -> str:
    if not rows:
        return ""
    row = [cell if len(cell) <= 24 else f"{cell[:20]}..." for cell in rows[0][:_SHOWN]]
    mark = {" ": " ", "\t": "\t"}.get(dialect.delimiter, f"{dialect.delimiter} ")
    return mark.join(row) + (" ..." if len(rows[0]) > _SHOWN else "")


def _written(lines: Lines, comments: list[str], header: list[str] | None) -> list[str]:
    """How it is written, where that is not as one would think."""
    notes = [f"encoding {lines.encoding}"] if lines.encoding != "utf-8" else []
    notes += [f"{len(comments):,} comment lines, the first: {comments[0].strip()[:80]}"] if comments else []
    return [*notes, *([] if header else ["no header row: the columns have no names"])]


def _content(rows: list[list[str]], channels: Sequence[Channel]) -> list[str]:
    notes = [] if rows else ["a header row and nothing else"]
    mixed = [one.name for one in channels if one.type == "mixed"]
    return [
        *notes,
        *([f"numbers and text mixed in {', '.join(mixed[:4])}{' ...' if mixed[4:] else ''}"] if mixed else []),
    ]


def _problem(rows: list[list[str]], width: int, whole: bool, columns: Mapping[str, Sequence[str]]) -> str:
    short, long = sum(len(row) < width for row in rows), sum(len(row) > width for row in rows)
    parts = [
        f"{counted(n, f'row that is too {word}', f'rows that are too {word}')}"
        for n, word in ((short, "short"), (long, "long"))
        if n
    ]
    for name, cells in columns.items():
        lengths = list_lengths(cells)
        if len(lengths) > 1:
            usual, times = lengths.most_common(1)[0]
            odd = sum(lengths.values()) - times
            parts += (
                [f"{counted(odd, 'row', 'rows')} with other than {usual} values in {name}"] if odd * 20 < times else []
            )
    if rows and all(cell.lower() in MISSING for row in rows for cell in row):
        parts.append("all its values are missing (NaN or empty)")
    return ", ".join(parts) + ("" if whole or not parts else " where it was looked at")
