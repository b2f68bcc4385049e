"""Figures drawn with characters, at any width: bars of block characters, and counts in shaded cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

from textual.content import Content

from core.runs import Excerpt, Table
from tui.rows import one_line

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_GAP = 2
_LEAST_BAR = 4
_SHADES = 10
"""Steps of shading: a cell's share of its row, in tenths."""
_BAR = "$text-accent"
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a braille character (U+2800): left column and right column, from the top."""


def bars(rows: Sequence[tuple[str, float, str]], width: int, top: float) -> Content:
    """One horizontal bar a row: its name, a bar that is full at ``top``, and the value as it is written.

    ``rows``: name, value, value as text; what is not above zero (or is no number) has no bar. ``width`` in cells.
    """
    names = [Content(one_line(name)) for name, _, _ in rows]
    label = min(max((name.cell_length for name in names), default=0), max(1, width // 3))
    figure = max((len(text) for _, _, text in rows), default=0)
    room = max(_LEAST_BAR, width - label - figure - 2 * _GAP)
    lines = [
        Content.assemble(
            name.truncate(label, ellipsis=True, pad=True),
            " " * _GAP,
            (_bar(value, top, room), _BAR),
            f"  {text:>{figure}}",
        )
        for name, (_, value, text) in zip(names, rows, strict=True)
    ]
    return Content("\n").join(line.truncate(width) for line in lines)


def shaded(table: Table, width: int, most: int) -> Content:
    """Counts of truth (rows) by answer (columns); a cell is shaded by the share of its row that it holds.

    At most ``most`` rows and columns, and as many columns as ``width`` cells take; a line says what is left out.
    """
    label = min(max((Content(one_line(row)).cell_length for row in table.rows), default=0), max(1, width // 3))
    heads = [one_line(column) for column in table.columns[:most]]
    widths = [_widest(head, [row[at] for row in table.counts]) for at, head in enumerate(heads)]
    fitting = _fitting(widths, width - label)
    lines = [_head(heads[:fitting], widths, label)]
    for name, counts in list(zip(table.rows, table.counts, strict=True))[:most]:
        start = Content(one_line(name)).truncate(label, ellipsis=True, pad=True)
        lines.append(Content("").join([start, *_cells(counts, widths[:fitting])]))
    left = (max(0, len(table.rows) - most), len(table.columns) - fitting)
    if any(left):
        lines.append(Content.styled(f"not shown: {left[0]} rows, {left[1]} columns", "$text-muted"))
    return Content("\n").join(lines)


def trace(excerpt: Excerpt, width: int, height: int) -> Content:
    """A signal in braille, ``height`` lines of it, with a row of marks above for what was found and one below for what is there.

    Each column shows the range of its samples. ``width`` in cells.
    """
    values, columns = excerpt.values, max(2, 2 * width)
    low, high = min(values), max(values)
    span, dots = (high - low) or 1.0, 4 * height
    cells = [[0] * width for _ in range(height)]
    for column in range(columns):
        part = values[
            column * len(values) // columns : max(
                column * len(values) // columns + 1, (column + 1) * len(values) // columns
            )
        ]
        top, bottom = (round((high - one) / span * (dots - 1)) for one in (max(part), min(part)))
        for row in range(top, bottom + 1):
            cells[row // 4][column // 2] |= _DOTS[column % 2][row % 4]
    lines = ["".join(chr(0x2800 + cell) for cell in row) for row in cells]
    seconds = len(values) / excerpt.rate_hz
    legend = (
        f"x found  o annotated  {low:.3g} to {high:.3g} {excerpt.unit}, {seconds:.3g} s from {excerpt.start_s:.1f} s on"
    )
    return Content("\n").join(
        [
            Content(one_line(excerpt.name)),
            Content.styled(_marks(excerpt.found, "x", excerpt, width), "$text-warning"),
            *(Content.styled(line, _BAR) for line in lines),
            Content.styled(_marks(excerpt.true, "o", excerpt, width), "$text-success"),
            Content.styled(one_line(legend), "$text-muted"),
        ]
    )


def _marks(instants: Sequence[float], mark: str, excerpt: Excerpt, width: int) -> str:
    seconds = len(excerpt.values) / excerpt.rate_hz
    places = {min(width - 1, int((one - excerpt.start_s) / seconds * width)) for one in instants}
    return "".join(mark if place in places else " " for place in range(width))


def _bar(value: float, top: float, room: int) -> str:
    share = value / top if top > 0 and math.isfinite(value) else 0.0
    eighths = round(8 * room * min(1.0, max(0.0, share)))
    full, rest = divmod(eighths, 8)
    return (_EIGHTHS[8] * full + (_EIGHTHS[rest] if rest else "")).ljust(room)


def _widest(head: str, counts: Sequence[int]) -> int:
    """Cells of a column: room for its largest count, and for its name as far as that is short."""
    return max(min(Content(head).cell_length, 10), *(len(str(count)) for count in counts), 2)


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many columns fit beside each other; one at least."""
    used = 0
    for number, width in enumerate(widths):
        used += width + _GAP
        if used > room:
            return max(1, number)
    return len(widths)


def _head(heads: Sequence[str], widths: Sequence[int], label: int) -> Content:
    cells = [
        Content("").join([Content(" "), Content(head).right(width, ellipsis=True), Content(" ")])
        for head, width in zip(heads, widths, strict=False)
    ]
    return Content("").join([Content(" " * label), *cells]).stylize("$text-muted")


def _cells(counts: Sequence[int], widths: Sequence[int]) -> list[Content]:
    whole = sum(counts) or 1
    return [
        Content.styled(f" {count or '·':>{width}} ", _shade(count / whole))
        for count, width in zip(counts, widths, strict=False)
    ]


def _shade(share: float) -> str:
    step = math.ceil(share * _SHADES)
    return f"on $primary {step * 100 // _SHADES * 7 // 10}%" if step else "$text-muted"
