"""What is printed on a page and is no prose: running headers and footers, page numbers, stamps; and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.lines import Line, Sheet

_MARGIN = 0.11
_NEAR = 8.0
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?\W*", re.IGNORECASE)
_STAMP = re.compile(r"arXiv:\d{4}\.\d+|a{1,2}1{8,}$")
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†‡§¶∗])\s?[A-Z(“\"h]|[*†‡§¶∗\d]{1,2}$")


def without_running_lines(sheets: Sequence[Sheet]) -> list[str]:
    """Drop lines that come back at the same height of the margins of several pages, page numbers and stamps.

    What was dropped comes back once each.
    """
    dropped: dict[str, None] = {}
    places: dict[str, list[tuple[int, float]]] = {}
    for sheet in sheets:
        for line in _margin(sheet):
            places.setdefault(_normal(line.text), []).append((sheet.number, line.y))
    for sheet in sheets:
        running = {id(line): line.text for line in _margin(sheet) if _runs(line, sheet, places[_normal(line.text)])}
        dropped |= dict.fromkeys(running.values())
        sheet.lines = [line for line in sheet.lines if id(line) not in running and not _STAMP.match(line.text)]
    return list(dropped)


def footnotes_last(lines: list[Line], body: float, height: float) -> list[Line]:
    """Footnotes after the prose, so that they do not stand in the middle of a sentence that goes on in the next column."""
    notes: list[Line] = []
    prose: list[Line] = []
    inside = False
    for line in lines:
        small = 0 < line.size < 0.92 * body and line.y < 0.35 * height
        inside = small and (inside or bool(_FOOTNOTE.match(line.text)))
        (notes if inside else prose).append(line)
    return prose + notes


def _margin(sheet: Sheet) -> list[Line]:
    low, high = _MARGIN * sheet.height, (1 - _MARGIN) * sheet.height
    return [line for line in sheet.lines if line.y < low or line.y > high] if sheet.height else []


def _runs(line: Line, sheet: Sheet, places: list[tuple[int, float]]) -> bool:
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    return any(page != sheet.number and abs(y - line.y) < _NEAR for page, y in places)


def _normal(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.casefold().split()))
