"""Long Markdown in pieces that can be drawn one by one: a conversation of megabytes is never drawn at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tui.rows import printable

Author = Literal["person", "agent", "notice"]
MOST = 6000
"""Characters of a piece."""

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line of the conversation; ``first``: it begins one."""

    author: Author
    text: str
    first: bool = True


def pieces(author: Author, text: str, most: int = MOST) -> list[Piece]:
    """The pieces of a line, safe to draw: cut at blank lines, a code block that is cut is closed and opened again."""
    return [Piece(author, part, number == 0) for number, part in enumerate(_parts(printable(text), most))]


def _parts(text: str, most: int) -> Iterator[str]:
    part: list[str] = []
    size, fence = 0, ""
    for line in _lines(text, most):
        if part and size + len(line) > most and (fence or not line.strip() or size > 2 * most):
            yield "\n".join([*part, _closing(fence)] if fence else part)
            part, size = ([fence] if fence else []), 0
        part.append(line)
        size += len(line) + 1
        fence = _fence_after(fence, line)
    yield "\n".join(part)


def _lines(text: str, most: int) -> Iterator[str]:
    """The lines; one that is longer than a piece in several."""
    for line in text.split("\n"):
        yield from (line[start : start + most] for start in range(0, len(line) or 1, most))


def _fence_after(fence: str, line: str) -> str:
    """The line that opened the code block in which the text stands after ``line``; empty outside of one."""
    found = _FENCE.fullmatch(line)
    if found is None:
        return fence
    if not fence:
        return line if "`" not in found["rest"] else ""
    closes = found["mark"].startswith(_closing(fence)) and not found["rest"].strip()
    return "" if closes else fence


def _closing(fence: str) -> str:
    found = _FENCE.fullmatch(fence)
    return found["mark"] if found else "```"
