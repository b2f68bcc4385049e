"""Lays the lines of a program out, with its comments and the empty lines between its parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from placement.language.tree import Comment, Span

INDENT = "  "
Place = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A line of the text.

    place: where it began in the text that was read; closes: it ends a block; gap: an empty line goes before it
    """

    depth: int
    text: str
    place: Place
    closes: bool = False
    gap: bool = False


def start(span: Span) -> Place:
    """Where something begins."""
    return span.line, span.column


def end(span: Span) -> Place:
    """Where the last character of something stands."""
    return span.end_line, span.end_column - 1


def lay_out(lines: Sequence[Line], comments: Sequence[Comment], gaps: Collection[int]) -> str:
    """The text of lines and comments. ``gaps``: the lines, as read, that an empty one stands before."""
    before, behind = _attach(lines, comments)
    sheet = _Sheet(gaps)
    rest: list[Comment] = []
    for at, line in enumerate(lines):
        rest = sheet.add(line, rest + before.get(at, []), behind.get(at, []))
    sheet.notes(rest + before.get(len(lines), []), 0)
    return sheet.text()


def _attach(lines: Sequence[Line], comments: Sequence[Comment]) -> tuple[_Notes, _Notes]:
    """The comments before each line and behind it, by its index; those behind all lines come before the one that is not."""
    order = sorted(range(len(lines)), key=lambda at: (lines[at].place, at))
    places = [lines[at].place for at in order]
    order.append(len(lines))
    before: _Notes = {}
    behind: _Notes = {}
    for comment in comments:
        place = start(comment.span)
        if comment.own_line or place < places[0]:
            before.setdefault(order[bisect_left(places, place)], []).append(comment)
        else:
            behind.setdefault(order[bisect_right(places, place) - 1], []).append(comment)
    return before, behind


_Notes = dict[int, list[Comment]]


class _Sheet:
    def __init__(self, gaps: Collection[int]) -> None:
        self._gaps = set(gaps)
        self._shown: list[str] = []
        self._opened = True  # a block, or the sheet: no empty line comes first in it

    def add(self, line: Line, before: list[Comment], behind: list[Comment]) -> list[Comment]:
        """Put a line down, with the comments around it; what finds no place behind it comes before the next line."""
        self.notes(before, line.depth + line.closes, gap=line.gap)
        self._gap(line.place[0], wanted=line.gap and not before, allowed=not line.closes)
        # What follows a // would become a part of it.
        last = next((at for at, comment in enumerate(behind, 1) if comment.text.startswith("//")), len(behind))
        self._shown.append(" ".join([INDENT * line.depth + line.text, *(comment.text for comment in behind[:last])]))
        self._opened = line.text.endswith("{")
        return behind[last:]

    def notes(self, comments: Sequence[Comment], depth: int, *, gap: bool = False) -> None:
        """Put comments down, each on a line of its own."""
        for comment in comments:
            self._gap(comment.span.line, wanted=gap and comment is comments[0])
            self._shown.append(INDENT * depth + comment.text)
            self._opened = False

    def _gap(self, line: int, *, wanted: bool, allowed: bool = True) -> None:
        if (wanted or line in self._gaps) and allowed and not self._opened:
            self._shown.append("")
        self._gaps.discard(line)

    def text(self) -> str:
        """All that was put down."""
        return "\n".join(self._shown) + "\n"
