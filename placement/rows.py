"""Rows of numbers in CSV, as recordings and traces hold them: one reader, whose messages name file, line and word."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from reprlib import repr as shortened

import numpy as np

from core.wording import plural


class BadRows(ValueError):
    """A file of rows cannot be read."""


@dataclass(frozen=True, slots=True)
class Rows:
    """names: of the columns, from the first line; cells: of each row that is not empty; lines: where these stand"""

    path: Path
    names: tuple[str, ...]
    cells: tuple[list[str], ...]
    lines: tuple[int, ...]

    def at(self, row: int) -> str:
        """The place of a row, for a message."""
        return f"{self.path}, line {self.lines[row]}"

    def numbers(self, names: Sequence[str]) -> np.ndarray:
        """Some columns, shape (rows, names); what stands in others does not matter."""
        chosen = [self.names.index(name) for name in names]
        numbers = [list(self._numbers(row, chosen)) for row in range(len(self.cells))]
        return np.array(numbers, dtype=float).reshape(len(self.cells), len(names))

    def _numbers(self, row: int, chosen: Sequence[int]) -> Iterator[float]:
        if (given := len(self.cells[row])) != (width := len(self.names)):
            raise BadRows(f"{self.at(row)}: {plural(given, 'value')} for {plural(width, 'column')}; mend the line.")
        for column in chosen:
            yield self._number(row, self.cells[row][column])

    def _number(self, row: int, word: str) -> float:
        try:
            number = float(word)
        except ValueError as error:
            raise BadRows(
                f"{self.at(row)}: {shortened(word)} is not a number; write one such as 12.5, with commas between."
            ) from error
        if not math.isfinite(number):
            raise BadRows(f"{self.at(row)}: {shortened(word)} is not finite; leave the line out.")
        return number


def read(path: Path) -> Rows:
    """The rows of a CSV file in UTF-8 whose first line names the columns; raises `BadRows`."""
    try:
        reader = csv.reader(path.read_text("utf-8-sig").splitlines(), strict=True)
        (_, names), *rows = [(reader.line_num, row) for row in reader if row] or [(1, [])]
    except OSError as error:
        raise BadRows(f"{path} cannot be read: {(error.strerror or str(error)).lower()}; name a CSV file.") from error
    except UnicodeDecodeError as error:
        raise BadRows(f"{path} cannot be read: it is not UTF-8; save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise BadRows(f"{path}, line {reader.line_num}: this is not CSV ({error}); mend the line.") from error
    return Rows(path, tuple(name.strip() for name in names), tuple(row for _, row in rows), tuple(n for n, _ in rows))
