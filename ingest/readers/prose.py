"""Lines to prose: words broken at the end of a line are mended, lines of one paragraph become one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.papers import Section
from ingest.readers.lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+$")
_HEAD = re.compile(r"[^\W\d_]+")
_LIST = re.compile(r"(?:[•▪‣–—*]|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\))\s")
_CLINGS = (".", ",", ";", ":", ")", "]", "’", "”", "?", "!")
_INDENT = 5.0
_LEADING = 1.75


def words_of(lines: Sequence[Line]) -> frozenset[str]:
    """Whole words of a paper, in lower case; halves of broken words are left out."""
    found: set[str] = set()
    after_break = False
    for line in lines:
        words = _WORD.findall(line.text)
        found.update(words[after_break : len(words) - line.hyphen])
        after_break = line.hyphen
    return frozenset(word.casefold() for word in found)


@dataclass(frozen=True, slots=True)
class Prose:
    """Text and the sections that begin in it."""

    text: str
    sections: tuple[Section, ...]


def compose(lines: Sequence[Line], headings: Mapping[int, str], words: frozenset[str]) -> Prose:
    """The text of lines in reading order; ``headings`` gives the titles by the index of the line that begins one."""
    parts: list[str] = []
    sections: list[Section] = []
    length = 0
    for number, line in enumerate(lines):
        text = line.text
        if number:
            between = _between(lines[number - 1], line, number in headings or number - 1 in headings, words)
            if between is None:
                parts[-1] = parts[-1].removesuffix("-")
                between, length = "", sum(map(len, parts))
            parts.append(between)
            length += len(between)
        if number in headings:
            sections.append(Section(headings[number], length))
        parts.append(text)
        length += len(text)
    if lines and lines[-1].hyphen:
        parts.append("-")
    return Prose("".join(parts), tuple(sections))


def mended(first: str, second: str, words: frozenset[str]) -> str:
    """What stands between the halves of a broken word: nothing, or the hyphen that belongs to it."""
    tail, head = _TAIL.search(first), _HEAD.match(second)
    if not tail or not head:
        return "-"
    one, two = tail.group(), head.group()
    if two[0].isupper() and not one.isupper():
        return "-"
    whole, hyphened = (one + two).casefold(), f"{one}-{two}".casefold()
    if whole in words:
        return ""
    if hyphened in words:
        return "-"
    # Neither form stands anywhere else: two words of the paper are more likely a compound than one broken word.
    halves = one.casefold() in words and two.casefold() in words
    return "-" if halves and len(one) > 3 and len(two) > 3 else ""


def _between(last: Line, line: Line, heading: bool, words: frozenset[str]) -> str | None:
    """What separates two lines; None where the first one's own hyphen goes."""
    if last.hyphen:
        return mended(last.text, line.text, words)
    if heading or _new_paragraph(last, line):
        return "\n"
    if last.text.endswith("-") and line.text[:1].isalpha():
        return "" if mended(last.text[:-1], line.text, words) else None
    if line.text.startswith(_CLINGS) or last.text.endswith("/"):
        return ""
    return " "


def _new_paragraph(last: Line, line: Line) -> bool:
    if not line.size:
        return False
    if _LIST.match(line.text) and line.x0 >= last.x0 - 1:
        return True
    down = last.y - line.y
    if abs(line.size - last.size) > 0.12 * line.size:
        # A raised mark or a symbol of another size stands in the same line.
        return abs(down) > 0.8 * line.size
    ended = last.text.endswith((".", ":", "?", "!", "]", ")"))
    return down > _LEADING * line.size or (ended and line.x0 - last.x0 > _INDENT and down > 0.5 * line.size)
