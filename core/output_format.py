"""The Code Output Format: which parts of its lines are literal, and which output of which sub-task fills the others.

A field is a name in braces (``{record}``) or a sample number (``91%``); its label is the text before it on its line. A
number before a colon ends a label (``Error 90: 3.2 m``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.contracts import compatible
from core.project import Parameter
from core.wording import words

_FIELD = re.compile(r"\{([^{}\n]+)\}|(?<![\w.{])(\d+(?:\.(\d+))?)(\s?%)?(?![\w.])(?!\s?%?\s?[:=](?:\s|$))")
# What is shown as it stands where the format has a sample number.
_NUMBERS = re.compile(r"(?:float|int)|dict\[str, (?:float|int)\]")


@dataclass(frozen=True, slots=True)
class Field:
    """One value to be filled in.

    label: what it is called
    style: ``text``, ``number`` or ``percent`` (a fraction of one is shown as a percentage)
    digits: decimal places of the sample number
    subtask, output: where the value comes from; subtask 0 and ``key`` for the key of a mapping that fills its
        neighbours; subtask 0 and an empty output where nothing provides it
    """

    label: str
    style: str
    digits: int = 0
    subtask: int = 0
    output: str = ""


Piece = str | Field
KEY = "key"


def parse(template: str) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a format as literal pieces and unbound fields."""
    return tuple(_line(line) for line in template.split("\n")) if template.strip() else ()


def bind(lines: Sequence[Sequence[Piece]], outputs: Sequence[tuple[int, Parameter]]) -> tuple[tuple[Piece, ...], ...]:
    """Fill each field with the output that its label speaks of; ``outputs`` are in dependency order.

    What the last sub-task gives is meant to be shown: another's output is taken only where its name says all of the label
    and none of the last one's does, or where none of the last one's speaks of it.
    """
    used: set[tuple[int, str]] = set()
    bound = [[_bound(piece, outputs, used) for piece in line] for line in lines]
    mapped = any(isinstance(p, Field) and p.output and _is_mapping(p, outputs) for line in bound for p in line)
    return tuple(tuple(_keyed(piece, mapped) for piece in line) for line in bound)


def fields(lines: Sequence[Sequence[Piece]]) -> tuple[Field, ...]:
    """All fields, in order."""
    return tuple(piece for line in lines for piece in line if isinstance(piece, Field))


def each(lines: Sequence[Sequence[Piece]], outputs: Sequence[tuple[int, Parameter]]) -> slice:
    """The lines that are printed once for each key of the mappings; what stands around them is printed once.

    Lines around them are only set apart where one of them holds nothing but single values: else all belong together.
    """
    mapped = [n for n, line in enumerate(lines) if any(_by_key(field, outputs) for field in fields([line]))]
    span = slice(mapped[0], mapped[-1] + 1) if mapped else slice(0, len(lines))
    around = [*lines[: span.start], *lines[span.stop :]]
    return span if any(_is_single(line, outputs) for line in around) else slice(0, len(lines))


def _line(line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for match in _FIELD.finditer(line):
        before = line[end : match.start()]
        if before:
            pieces.append(before)
        label = match[1] or re.sub(r"[\s:=(]+$", "", before).strip() or "value"
        style = "text" if match[1] else "percent" if match[4] else "number"
        pieces.append(Field(label.strip(), style, len(match[3] or "")))
        end = match.end()
    return (*pieces, line[end:]) if line[end:] or not pieces else tuple(pieces)


def _bound(piece: Piece, outputs: Sequence[tuple[int, Parameter]], used: set[tuple[int, str]]) -> Piece:
    if isinstance(piece, str):
        return piece
    best, highest = None, _Rank()
    for number, output in outputs:
        fresh = (number, output.name) not in used
        rank = _rank(piece, output, number == outputs[-1][0], fresh)
        if words(piece.label) & words(output.name) and rank >= highest and _shows(piece, output):
            best, highest = (number, output.name), rank
    if best is None:
        best = _only_number(piece, outputs, used)
    if best is None:
        return piece
    used.add(best)
    return Field(piece.label, piece.style, piece.digits, *best)


class _Rank(NamedTuple):
    """How well an output fits a field; what stands first decides."""

    says_all: bool = False
    is_last: bool = False
    is_number: bool = False
    says_nothing_else: bool = False
    likeness: float = 0.0


def _rank(piece: Field, output: Parameter, is_last: bool, fresh: bool) -> _Rank:
    """Words of the name count twice, those of the meaning once; what is not shown yet goes before its like."""
    wanted, name = words(piece.label), words(output.name)
    meaning = 0 if piece.style == "text" else len(wanted & words(output.meaning))
    is_number = piece.style == "text" or bool(_NUMBERS.fullmatch(output.type))
    return _Rank(wanted <= name, is_last, is_number, wanted == name, 2 * len(wanted & name) + meaning + fresh * 0.5)


def _only_number(
    piece: Field, outputs: Sequence[tuple[int, Parameter]], used: set[tuple[int, str]]
) -> tuple[int, str] | None:
    """The last sub-task's number, for a sample number whose label no output speaks of."""
    if piece.style == "text" or not outputs:
        return None
    last = [
        (n, o) for n, o in outputs if n == outputs[-1][0] and o.type in {"float", "int"} and (n, o.name) not in used
    ]
    return (last[0][0], last[0][1].name) if len(last) == 1 else None


def _shows(piece: Field, output: Parameter) -> bool:
    """A name in braces is no mapping: where results are mappings it is their key."""
    if piece.style == "text":
        return not output.type.startswith("dict")
    return any(compatible(output.type, kind) for kind in ("float", "dict", "list", "numpy.ndarray", "str"))


def _is_mapping(piece: Field, outputs: Sequence[tuple[int, Parameter]]) -> bool:
    return _type(piece, outputs).startswith("dict")


def _by_key(piece: Field, outputs: Sequence[tuple[int, Parameter]]) -> bool:
    return piece.output == KEY or _is_mapping(piece, outputs)


def _is_single(line: Sequence[Piece], outputs: Sequence[tuple[int, Parameter]]) -> bool:
    """Whether a line has values, all of them known not to be mappings."""
    types = [_type(field, outputs) for field in fields([line])]
    return bool(types) and all(kind and kind != "object" and not kind.startswith("dict") for kind in types)


def _type(piece: Field, outputs: Sequence[tuple[int, Parameter]]) -> str:
    return next((o.type for n, o in outputs if (n, o.name) == (piece.subtask, piece.output)), "")


def _keyed(piece: Piece, mapped: bool) -> Piece:
    if isinstance(piece, str) or piece.output or piece.style != "text" or not mapped:
        return piece
    return Field(piece.label, piece.style, piece.digits, 0, KEY)
