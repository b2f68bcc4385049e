"""Bars and lines as SVG, readable on light and on dark ground."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from placement.drawing_style import MUTED, cells

PALETTE = ("#d9822b", "#5b7390", "#4a9d5b", "#b04fa0", "#8c6d31", "#2b7fd9")
_CELL = 6.7  # width of a character of fixed width at 11 px
_LINE = 15.0
_MARGIN = 14.0
_AXIS = 46.0  # room for the numbers at the left
_HIGH = 170.0
_BAR = 11.0
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts one above the other, each with the index of its colour; ``mark`` stands above them."""

    parts: Sequence[tuple[float, int]]
    mark: str = ""

    @property
    def top(self) -> float:
        """Where it ends."""
        return sum(part for part, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that stand together; ``note`` above them all."""

    name: str
    bars: Sequence[Bar]
    note: str = ""


def bars(title: str, groups: Sequence[Group], legend: Sequence[str] = ()) -> str:
    """Groups of bars between 0 and 1. A bar of no finite height says so by a cross."""
    widths = [_group_width(group) for group in groups]
    wide, top = _AXIS + sum(widths), _MARGIN + 3.5 * _LINE
    left, shapes = _AXIS, list(_shares(wide, top))
    for group, width in zip(groups, widths, strict=True):
        shapes += _group(group, left, width, top)
        left += width
    return _picture(title, wide, top + _HIGH + 1.6 * _LINE, shapes, legend)


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]], across: str, along: str) -> str:
    """Curves on logarithmic axes; ``across`` and ``along`` say what is on them."""
    points = [point for curve in series.values() for point in curve]
    scales = [_decades([point[axis] for point in points]) for axis in (0, 1)]
    wide, top = 430.0, _MARGIN + 3.5 * _LINE
    spans = (_AXIS, wide - _AXIS - 40), (top + _HIGH, -_HIGH)
    shapes = [_text(_AXIS, top - _LINE, along), _text(wide / 2, top + _HIGH + 2.4 * _LINE, across, "middle")]
    shapes += _ticks(scales, spans)
    for colour, curve in enumerate(series.values()):
        shapes += _curve([_located(point, scales, spans) for point in curve], PALETTE[colour])
    return _picture(title, wide, top + _HIGH + 3.2 * _LINE, shapes, tuple(series))


def _group_width(group: Group) -> float:
    return max(len(group.bars) * _BAR, max(cells(group.name), cells(group.note)) * _CELL) + 2 * _BAR


def _shares(wide: float, top: float) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = top + _HIGH * (1 - share)
        yield _rule(_AXIS, y, wide, y, 1.0 if share == 0 else 0.35)
        yield _text(_AXIS - 6, y, f"{share:.2f}", "end")


def _group(group: Group, left: float, width: float, top: float) -> Iterator[str]:
    middle = left + width / 2
    yield _text(middle, top + _HIGH + _LINE, group.name, "middle")
    yield _text(middle, top - 1.7 * _LINE, group.note, "middle")
    begin = middle - len(group.bars) * _BAR / 2
    for index, bar in enumerate(group.bars):
        yield from _bar(bar, begin + index * _BAR, top)


def _bar(bar: Bar, x: float, top: float) -> Iterator[str]:
    if not math.isfinite(bar.top):
        yield _text(x + _BAR / 2, top + _HIGH - 7, "×", "middle")
        return
    y = top + _HIGH
    for part, colour in bar.parts:
        high = part * _HIGH
        y -= high
        yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{_BAR - 2:g}" height="{high:.1f}" fill="{PALETTE[colour]}"/>'
    if bar.mark:
        yield _text(x + _BAR / 2 - 1, y - 8, bar.mark, "middle")


def _decades(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), max(math.ceil(math.log10(max(values))), 1)


def _located(
    point: tuple[float, float], scales: Sequence[tuple[int, int]], spans: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    x, y = (
        begin + length * (math.log10(value) - low) / (high - low)
        for value, (low, high), (begin, length) in zip(point, scales, spans, strict=True)
    )
    return x, y


def _ticks(scales: Sequence[tuple[int, int]], spans: Sequence[tuple[float, float]]) -> Iterator[str]:
    (left, width), (bottom, height) = spans
    corner = 10.0 ** scales[0][0], 10.0 ** scales[1][0]
    for power in range(scales[0][0], scales[0][1] + 1):
        x, _ = _located((10.0**power, corner[1]), scales, spans)
        yield _rule(x, bottom, x, bottom + height, 0.35)
        yield _text(x, bottom + _LINE, f"{10.0**power:,.0f}", "middle")
    for power in range(scales[1][0], scales[1][1] + 1):
        _, y = _located((corner[0], 10.0**power), scales, spans)
        yield _rule(left, y, left + width, y, 0.35)
        yield _text(left - 6, y, f"{10.0**power:g}", "end")


def _curve(points: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def _rule(x: float, y: float, right: float, lower: float, opacity: float) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{lower:.1f}"'
    return f'<line {ends} stroke="{MUTED}" stroke-opacity="{opacity:g}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" dy="0.35em" text-anchor="{anchor}"'
    return f'<text {place} fill="{MUTED}">{escape(text)}</text>' if text else ""


def _picture(title: str, wide: float, high: float, shapes: Sequence[str], legend: Sequence[str]) -> str:
    """Shapes under a title and above a legend."""
    wide = max(wide, cells(title) * _CELL + _MARGIN) + _MARGIN
    entries, high = _legend(legend, wide, high)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
            f'viewBox="0 0 {wide:.1f} {high:.1f}" role="img" font-family="{_FONT}" font-size="11">',
            f"<title>{escape(title)}</title>",
            _text(_MARGIN, _MARGIN + _LINE / 2, title),
            *filter(None, shapes),
            *entries,
            "</svg>",
            "",
        )
    )


def _legend(names: Sequence[str], wide: float, y: float) -> tuple[list[str], float]:
    found, x, y = [], _MARGIN, y + 6
    for name, colour in zip(names, PALETTE, strict=False):
        room = 20 + (cells(name) + 2) * _CELL
        if x > _MARGIN and x + room > wide:
            x, y = _MARGIN, y + 1.3 * _LINE
        found.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="12" height="10" fill="{colour}"/>')
        found.append(_text(x + 18, y + 5, name))
        x += room
    return found, y + (1.5 * _LINE if names else 0.0)
