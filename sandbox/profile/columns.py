"""Columns of values that came as text: their type, range, missing values and, where they repeat, their counts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from core.profiles import Channel

MISSING = frozenset({"", "nan", "na", "n/a", "null", "none", "-", "?", "nat", "#n/a"})
"""What stands in tables where a value is missing, in lower case."""

MOST_CHANNELS = 40
"""Columns that are described one by one; of the others only the number is told."""

MOST_CLASSES = 50
_LABEL_NAME = re.compile(
    r"(^|[^a-z])(labels?|class(es)?|activity|target|gt|truth|ground_?truth|annotations?|categor(y|ies)|gesture|symbol)($|[^a-z])"
)
_DATE = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?([T ]\d\d?:\d\d.*)?$")
_LIST = re.compile(r"[^\[\],;\s]+")
_UNIT = re.compile(r"[\[(]\s*([^\])]{1,12})\s*[\])]\s*$")


def number(text: str, decimal_comma: bool = False) -> float | None:
    """The number that a cell holds, None where it holds none; missing values are no numbers."""
    try:
        value = float(text.replace(",", ".") if decimal_comma else text)
    except ValueError:
        return None
    # Python reads 1_000 as a number, no table writes one so.
    return None if math.isnan(value) or "_" in text else value


def moment(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or date and time, without a zone taken as UTC; None where it is none."""
    text = text.strip()
    if not _DATE.match(text):
        return None
    try:
        parsed = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    try:
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def channel(name: str, cells: Sequence[str], decimal_comma: bool = False) -> Channel:
    """A column described by its cells."""
    present = [cell for cell in cells if cell.strip().lower() not in MISSING]
    values = [value for cell in present if (value := number(cell, decimal_comma)) is not None]
    finite = [value for value in values if math.isfinite(value)]
    unit = _UNIT.search(name)
    lengths = list_lengths(present)
    return Channel(
        name=name,
        type=f"list of {lengths.most_common(1)[0][0]}" if lengths else _type(present, values),
        unit=unit[1].strip() if unit else "",
        minimum=min(finite, default=None),
        maximum=max(finite, default=None),
        missing=len(cells) - len(present),
    )


def list_lengths(cells: Sequence[str]) -> Counter[int]:
    """How many values the lists in these cells have, ``[18 38 97]`` or ``[18, 38, 97]``; none where these are no lists."""
    present = [cell for cell in cells if cell]
    lists = [cell for cell in present if cell[0] == "[" and cell[-1] == "]"]
    return (
        Counter(len(_LIST.findall(cell)) for cell in lists)
        if lists and len(lists) * 10 >= len(present) * 9
        else Counter()
    )


def label_counts(columns: Mapping[str, Sequence[str]], channels: Iterable[Channel]) -> dict[str, dict[str, int]]:
    """Counts of the columns whose name says label, and of texts with few values that repeat."""
    found = {}
    for one in channels:
        cells = [cell.strip() for cell in columns.get(one.name, ()) if cell.strip().lower() not in MISSING]
        counts = Counter(cells)
        named = _LABEL_NAME.search(one.name.lower()) is not None
        few = 1 < len(counts) <= min(MOST_CLASSES, len(cells) // 4)
        if cells and (
            (named and one.type != "float" and len(counts) <= max(MOST_CLASSES, len(cells) // 4))
            or (one.type == "text" and few)
        ):
            found[f"column {one.name}"] = dict(counts.most_common(MOST_CLASSES))
    return found


def _type(present: Sequence[str], values: Sequence[float]) -> str:
    if not present:
        return "empty"
    if len(values) == len(present):
        return "int" if all(cell.strip().lstrip("+-").isdecimal() for cell in present) else "float"
    if values and len(values) >= len(present) // 2:
        return "mixed"
    return "time" if moment(present[0]) is not None and moment(present[-1]) is not None else "text"
