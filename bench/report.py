"""How a benchmark prints its figures: a table for people, then one line of JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows under their columns, numbers to three digits."""
    cells = [[_cell(value) for value in row] for row in (columns, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(columns))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def show(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], **more: Any) -> Mapping[str, Any]:
    """Print the table and the JSON, and return what the JSON says."""
    result = {"bench": name, **more, "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
    print(table(columns, rows))
    for key, value in more.items():
        print(f"{key}: {_cell(value)}")
    print(json.dumps(result))
    return result


def _cell(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
