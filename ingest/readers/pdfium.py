"""What PDFium reads of a PDF: lines with their places, metadata, outline and page labels."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from ingest.readers.lines import Line, Sheet

_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
# PDFium writes this where a word is broken at the end of a line.
HYPHEN = "\ufffe"
_SAMPLE = 10
_OUTLINE = 2000


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry of the outline: its title and its page, from 1 (0: not told)."""

    title: str
    page: int


def outline(document: Any) -> list[Outline]:
    """The outline, at most 2,000 entries: a cyclic one never ends."""
    found = []
    for number, mark in enumerate(document.get_toc()):
        if number >= _OUTLINE:
            break
        target = mark.get_dest()
        index = target.get_index() if target else None
        found.append(Outline(" ".join(mark.get_title().split()), 0 if index is None else index + 1))
    return found


def sheet(document: Any, index: int) -> Sheet:
    """The lines of a page, counted from 0."""
    page = document[index]
    left, bottom, right, top = page.get_bbox()
    text_page = page.get_textpage()
    try:
        lines = [_moved(line, left, bottom) for line in _lines(text_page, right - left, left)]
    finally:
        text_page.close()
        page.close()
    return Sheet(index + 1, right - left, top - bottom, lines, document.get_page_label(index))


def _moved(line: Line, left: float, bottom: float) -> Line:
    if left or bottom:
        line.x0, line.x1, line.y = line.x0 - left, line.x1 - left, line.y - bottom
    return line


def _lines(text_page: Any, width: float, left: float) -> list[Line]:
    text = text_page.get_text_range()
    measure = _Measure(text_page.raw, text)
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text) if match.group().strip(HYPHEN + " ")]
    lines = [measure.line(start, end) for start, end in spans]
    gutter = _gutter(measure, spans, lines, width, left)
    if not gutter:
        return lines
    return [part for span, line in zip(spans, lines, strict=True) for part in measure.cut(span, line, gutter)]


def _gutter(
    measure: _Measure, spans: list[tuple[int, int]], lines: list[Line], width: float, left: float
) -> tuple[float, float] | None:
    """The gap between two columns whose rows PDFium took for single lines."""
    middle = left + width / 2
    wide = [
        span
        for span, line in zip(spans, lines, strict=True)
        if line.x0 < middle - 0.2 * width and line.x1 > middle + 0.2 * width
    ]
    if len(wide) < _SAMPLE - 2 or len(wide) < 0.4 * len(lines):
        return None
    sampled = wide[:: max(1, len(wide) // _SAMPLE)][:_SAMPLE]
    gaps = [gap for span in sampled if (gap := measure.gap(span, middle, 0.12 * width))]
    if len(gaps) < 0.6 * len(sampled):
        return None
    start, end = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    return (start, end) if start < end else None


class _Measure:
    """Places of characters, asked of PDFium by their index in the page's text."""

    def __init__(self, page: Any, text: str) -> None:
        self._page, self._text = page, text
        # PDFium counts UTF-16 units, Python counts characters.
        self._wide = [n for n, char in enumerate(text) if char > "\uffff"] if not text.isascii() else []
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._at = [ctypes.byref(side) for side in self._sides]
        self._matrix = raw.FS_MATRIX()

    def line(self, start: int, end: int) -> Line:
        """The line between two indices of the text."""
        text = self._text[start:end]
        bare = text.rstrip(HYPHEN + " ")
        first = start + len(text) - len(text.lstrip())
        last = start + len(bare) - 1
        x0, _ = self._ends(first)
        _, x1 = self._ends(last)
        middle = next((n for n in range((first + last) // 2, last) if self._text[n] != " "), last)
        y, size = self._baseline(middle)
        return Line(bare.strip(), x0, x1, y, size, text.endswith(HYPHEN))

    def gap(self, span: tuple[int, int], middle: float, reach: float) -> tuple[float, float] | None:
        """The widest empty stretch of a line around the middle of the page, wider than letters ever stand apart."""
        edges = sorted(self._ends(n) for n in self._printed(span))
        gaps = [(one[1], two[0]) for one, two in pairwise(edges)]
        gaps = [gap for gap in gaps if gap[0] < middle + reach and gap[1] > middle - reach and gap[1] - gap[0] > 8]
        return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)

    def cut(self, span: tuple[int, int], line: Line, gutter: tuple[float, float]) -> Iterator[Line]:
        """The line in two where it stands on both sides of the gutter and not in it."""
        middle = sum(gutter) / 2
        if not line.x0 < middle < line.x1:
            yield line
            return
        ends = [(n, self._ends(n)) for n in self._printed(span)]
        right = [n for n, (x0, _) in ends if x0 > middle]
        if any(x0 < middle < x1 for _, (x0, x1) in ends) or not right or self.gap(span, middle, 4) is None:
            yield line
            return
        yield self.line(span[0], right[0])
        yield self.line(right[0], span[1])

    def _printed(self, span: tuple[int, int]) -> list[int]:
        return [n for n in range(*span) if self._text[n] not in " " + HYPHEN]

    def _index(self, position: int) -> int:
        units = position + bisect_left(self._wide, position)
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self._page, units))

    def _ends(self, position: int) -> tuple[float, float]:
        raw.FPDFText_GetCharBox(self._page, self._index(position), *self._at)
        return self._sides[0].value, self._sides[1].value

    def _baseline(self, position: int) -> tuple[float, float]:
        index = self._index(position)
        raw.FPDFText_GetCharOrigin(self._page, index, self._at[0], self._at[1])
        raw.FPDFText_GetMatrix(self._page, index, ctypes.byref(self._matrix))
        scale = (self._matrix.b**2 + self._matrix.d**2) ** 0.5
        return self._sides[1].value, round(raw.FPDFText_GetFontSize(self._page, index) * scale, 1)
