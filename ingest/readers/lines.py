"""Lines of text with their place on the page, and the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PROSE_WIDTH = 0.3
_SPANNING_WIDTH = 0.55
_SWITCHES = 6


@dataclass(slots=True)
class Line:
    """One printed line.

    x0, x1: left and right end; y: the baseline, upwards from the lower edge; size: of the letters; all in points,
        all 0 where the place is not known, ``size`` also where it alone is not
    hyphen: the last word goes on in the next line
    """

    text: str
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    hyphen: bool = False


@dataclass(slots=True)
class Sheet:
    """The lines of one page in the order of the file or, after ``in_reading_order``, of the reader."""

    number: int
    width: float
    height: float
    lines: list[Line]
    label: str = ""
    source: str = "text"


def in_reading_order(lines: list[Line], width: float) -> list[Line]:
    """Two columns one after the other where the file has them interleaved; else as they are.

    The order of the file is nearly always right and knows more than geometry does, so that it is only left where long
    lines jump between the columns again and again.
    """
    return _by_columns(lines, width) if _interleaved(lines, width) else lines


def _interleaved(lines: Sequence[Line], width: float) -> bool:
    sides = [_side(line, width) for line in lines if line.x1 - line.x0 >= _PROSE_WIDTH * width]
    sides = [side for side in sides if side]
    return sum(1 for one, two in pairwise(sides) if one != two) >= _SWITCHES


def _side(line: Line, width: float) -> str:
    if line.x1 <= 0.53 * width:
        return "left"
    return "right" if line.x0 >= 0.47 * width else ""


def _by_columns(lines: Sequence[Line], width: float) -> list[Line]:
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x0)):
        if not _side(line, width) and line.x1 - line.x0 >= _SPANNING_WIDTH * width:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (right if line.x0 >= 0.47 * width else left).append(line)
    return [*ordered, *left, *right]
