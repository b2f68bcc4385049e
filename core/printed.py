"""Whether what a program printed follows the Code Output Format, line by line.

A group is one pass through the format's lines; a program prints one for each record, say, or only some of its lines for
each record and the others once. Blank lines never count. Blanks
within a line count as one; a sample number stands for a number of any length, a sample percentage for one with its sign.
Values with line ends of their own are beyond a comparison by lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.output_format import Field, Piece, parse
from core.terminal import visible

_NUMBER = r"[-+]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,4})?"
_NO_NUMBER = r"(?i:[-+]?(?:nan|inf(?:inity)?)|none|null|n/a|)"
_NOTHING = frozenset({"", "nan", "none", "null", "n/a", "inf", "-inf", "infinity", "-infinity", "[]", "{}"})
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Printed:
    """How far a printed text follows its format.

    lines: how many printed lines the format explains; groups: how often it was printed in full
    extra: other lines, a log before or between; empty: labels of values that are missing, NaN or infinite, with counts
    line, found, expected: the first line that should be another (from 1; one after the last where the text ends too soon)
        and what should stand there; 0 and empty where nothing is wrong
    stated: whether the format has literal text to compare with; without it nothing is checked
    """

    groups: int = 0
    lines: int = 0
    extra: int = 0
    line: int = 0
    found: str = ""
    expected: str = ""
    empty: tuple[tuple[str, int], ...] = ()
    stated: bool = True

    @property
    def ok(self) -> bool:
        """Whether the format was printed at least once, in full every time, with every value."""
        return not self.stated or (self.groups > 0 and not self.line and not self.empty)

    @property
    def reason(self) -> str:
        """What is wrong in one line, empty where nothing is."""
        if self.ok:
            return ""
        if self.line and not self.found:
            return f"The output ends before {self.expected!r}."
        if self.line:
            return f"Line {self.line} is {self.found!r} where the format says {self.expected!r}."
        named = ", ".join(f"{label} ({count} times)" if count > 1 else label for label, count in self.empty)
        return f"No value was printed for: {named}."


def matches(template: str, printed: str, each: slice | None = None) -> Printed:
    """Compare a printed text with a Code Output Format; total, whatever either holds.

    each: those of its lines that may be printed again before the others follow (``core.output_format.each``)
    """
    lines = [_Line.of(pieces) for pieces in parse("\n".join(line.strip() for line in template.split("\n")))]
    wanted = [line for line in lines if line.pieces]
    again = [n for n, line in enumerate(wanted) if any(line is one for one in lines[each or slice(0, 0)])]
    if not any(isinstance(piece, str) for line in wanted for piece in line.pieces):
        return Printed(stated=False)
    reader = _Reader(wanted, again)
    for number, text in enumerate(printed.split("\n"), 1):
        if shown := text.strip():
            reader.read(number, shown)
    return reader.ended(len(printed.removesuffix("\n").split("\n")) + (printed != ""))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the format: the parts between its free texts, as patterns."""

    pieces: tuple[Piece, ...]
    strict: tuple[re.Pattern[str], ...]
    loose: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> _Line:
        kept = tuple(piece for piece in pieces if not isinstance(piece, str) or piece)
        return cls(kept, _patterns(kept, missing=False), _patterns(kept, missing=True))

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else _sample(piece) for piece in self.pieces)

    def values(self, line: str) -> list[tuple[Field, str]] | None:
        """The value of each field, None where the line is another; numbers may be missing or NaN."""
        for patterns in (self.strict, self.loose):
            texts = _texts(patterns, line)
            if texts is not None:
                return list(zip((p for p in self.pieces if isinstance(p, Field)), texts, strict=True))
        return None


@dataclass(slots=True)
class _Reader:
    """Reads printed lines one after the other; ``at`` is the line of the format that is due.

    again: the lines that may come again, before the line after them is due
    """

    wanted: Sequence[_Line]
    again: Sequence[int] = ()
    at: int = 0
    lines: int = 0
    groups: int = 0
    extra: int = 0
    whole: bool = True
    wrong: tuple[int, str, str] = (0, "", "")
    empty: dict[str, int] = field(default_factory=dict)
    logged: tuple[int, str] = (0, "")

    def read(self, number: int, text: str) -> None:
        """A line is the one that is due, else a later one or the first again (what lies between is missing), else a log."""
        for place in self._places():
            values = self.wanted[place].values(text)
            if values is not None:
                if place not in self._due():
                    self._skip((place - self.at) % len(self.wanted), number, text)
                self._take(place, values)
                return
        self.extra += 1
        self.logged = self.logged if self.logged[0] else (number, text)

    def _due(self) -> list[int]:
        """The line after the last one; where that one ends what may come again, also the first of those."""
        ends = bool(self.again) and self.lines > 0 and self.at == (self.again[-1] + 1) % len(self.wanted)
        return [self.at, self.again[0]] if ends else [self.at]

    def _places(self) -> Iterable[int]:
        """The lines in the order in which they are expected."""
        later = ((self.at + step) % len(self.wanted) for step in range(1, len(self.wanted)))
        return dict.fromkeys([*self._due(), *later])

    def ended(self, number: int) -> Printed:
        if self.at:
            self._blame(number, "")
        if not self.lines and self.logged[0]:
            self._blame(*self.logged)
        if not self.lines:
            self._blame(number, "")
        line, found, expected = self.wrong
        return Printed(self.groups, self.lines, self.extra, line, found, expected, tuple(self.empty.items()))

    def _skip(self, step: int, number: int, text: str) -> None:
        if step:
            self._blame(number, text)
            # Past the end the next group has begun: the old one is not whole, and neither is a new one entered late.
            self.whole = self.at + step == len(self.wanted)

    def _take(self, place: int, values: Iterable[tuple[Field, str]]) -> None:
        self.lines += 1
        for one, value in values:
            shown = value.strip().lower()
            if (shown.rstrip("% ") if one.style == "percent" else shown) in _NOTHING:
                self.empty[one.label] = self.empty.get(one.label, 0) + 1
        self.at = (place + 1) % len(self.wanted)
        if self.at == 0:
            self.groups += self.whole
            self.whole = True

    def _blame(self, number: int, text: str) -> None:
        if not self.wrong[0]:
            # A log line stands where the missing line should: the text that came instead says more.
            self.wrong = (number, _short(text), _short(self.wanted[self.at].text))


def _patterns(pieces: Sequence[Piece], missing: bool) -> tuple[re.Pattern[str], ...]:
    """What stands between free texts; each free text ends one pattern and begins the next."""
    parts = [""]
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            parts[-1] += _literal(piece)
        elif piece.style == "text":
            parts.append("")
        else:
            # A free text takes no digits off a number that follows it at once.
            begins = r"(?<![\d.])" if place and not parts[-1] else ""
            parts[-1] += begins + (_missing(piece) if missing else _number(piece))
    return tuple(re.compile(part + (r"\Z" if place == len(parts) - 1 else "")) for place, part in enumerate(parts))


def _number(piece: Field) -> str:
    return rf"({_NUMBER}\s?%)" if piece.style == "percent" else f"({_NUMBER})"


def _missing(piece: Field) -> str:
    """A number or what stands where there is none; the sign of a percentage then may be missing as well."""
    return rf"({_NUMBER}\s?%|{_NO_NUMBER}(?:\s?%)?)" if piece.style == "percent" else f"({_NUMBER}|{_NO_NUMBER})"


def _literal(text: str) -> str:
    """Literal text; blanks next to an empty value are lost at the ends of a line."""
    return r"(?:\A|\Z|\s+?)".join(re.escape(word) for word in re.split(r"\s+", text))


def _texts(patterns: Sequence[re.Pattern[str]], line: str) -> list[str] | None:
    """The values in order. Each pattern is taken where it first fits: free texts between them take up the rest."""
    found = patterns[0].match(line)
    if found is None:
        return None
    values = list(found.groups())
    for pattern in patterns[1:]:
        end = found.end()
        found = pattern.search(line, end)
        if found is None:
            return None
        values += [line[end : found.start()], *found.groups()]
    return values


def _sample(piece: Field) -> str:
    return {"text": f"{{{piece.label}}}", "percent": "a percentage"}.get(piece.style, "a number")


def _short(text: str) -> str:
    line = visible(text[: _LONGEST * 2]).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
