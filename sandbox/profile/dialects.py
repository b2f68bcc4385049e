"""How a text table is written: what stands between its cells, how numbers look, whether its first row names the columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.profile.columns import MISSING, moment, number

_DELIMITERS = ("\t", ";", "|", ",", " ")
_LOOKED_AT = 100
_ROWS_COMPARED = 20
_CONSISTENT = 0.8
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``delimiter`` stands between cells, a blank for any run of blanks; ``columns`` is the usual number of cells."""

    delimiter: str
    columns: int
    decimal_comma: bool = False

    def cells(self, line: str) -> list[str]:
        """One row's cells, without the blanks around them."""
        if self.delimiter == " ":
            return line.split()
        if '"' not in line:
            return [cell.strip() for cell in line.split(self.delimiter)]
        try:
            row = next(csv.reader([line], delimiter=self.delimiter, skipinitialspace=True), [])
        except csv.Error:
            row = line.split(self.delimiter)
        return [cell.strip() for cell in row]

    def is_value(self, cell: str) -> bool:
        """Whether the cell is a number or a date."""
        return number(cell, self.decimal_comma) is not None or moment(cell) is not None


def dialect_of(lines: Sequence[str]) -> Dialect | None:
    """The dialect of these lines, None where they do not look like a table."""
    lines = lines[:_LOOKED_AT]
    for delimiter in _DELIMITERS:
        if sum(delimiter in line for line in lines) < _CONSISTENT * len(lines):
            continue
        rows = [Dialect(delimiter, 0).cells(line) for line in lines]
        width, times = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        if width > 1 and times >= _CONSISTENT * len(rows):
            return Dialect(delimiter, width, delimiter != "," and _has_decimal_commas(rows))
    numbers = sum(number(line) is not None for line in lines)
    return Dialect(",", 1) if lines and numbers >= _CONSISTENT * len(lines) else None


def header_of(rows: Sequence[list[str]], dialect: Dialect) -> list[str] | None:
    """The column names of the first row, None where it is a row as the others are."""
    first, others = rows[0], rows[1 : 1 + _ROWS_COMPARED]
    filled = [cell for cell in first if cell]
    named = sum(not dialect.is_value(cell) and cell.lower() not in MISSING for cell in filled)
    if named * 2 <= len(filled):
        return None
    places = _valued(others, len(first), dialect)
    if places:
        # Where the others have numbers, names are words.
        return first if sum(dialect.is_value(first[at]) for at in places) * 2 < len(places) else None
    seen = {cell for row in others for cell in row}
    return first if len(set(first)) == len(first) and not seen & set(first) else None


def _has_decimal_commas(rows: Sequence[list[str]]) -> bool:
    return any(_DECIMAL_COMMA.match(cell) for row in rows for cell in row)


def _valued(rows: Sequence[list[str]], width: int, dialect: Dialect) -> list[int]:
    """The columns that are mostly numbers or dates."""
    counts = Counter(at for row in rows for at, cell in enumerate(row[:width]) if dialect.is_value(cell))
    return [at for at, count in counts.items() if count * 2 > len(rows)]
