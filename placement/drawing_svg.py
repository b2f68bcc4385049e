"""A graph as SVG: boxes in layers, coloured by device, on any ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from placement.blocks import FlowGraph
from placement.drawing_layout import Box, place
from placement.drawing_style import INK, MUTED, NEUTRAL, UNDECIDED, Colour, Drawn, cells, colours, sent, short

LONGEST = 30
_CELL = 7.3  # width of a character of fixed width at 12 px
_LINE = 16.0
_PADDING = 9.0
_MARGIN = 16.0
_HEIGHT = 2 * _LINE + _PADDING + 5
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker></defs>'
)


def render(graph: FlowGraph, blocks: Sequence[Drawn], title: str) -> str:
    """The whole picture: title, boxes, flows, legend."""
    layout = place([_width(drawn) for drawn in blocks], _HEIGHT, graph.flows)
    tints = colours(graph)
    entries = list(_entries(graph, blocks, tints))
    width = max(layout.width, cells(title) * _CELL, *(_entry_width(text) for text, _, _ in entries)) + 2 * _MARGIN
    legend, below = _legend(entries, width, layout.height + 1.5 * _MARGIN)
    top = _MARGIN + 1.5 * _LINE
    height = top + below + _MARGIN
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.1f} {height:.1f}" role="img" font-family="{_FONT}" font-size="12">',
            f"<title>{escape(title)}</title>",
            _TIP,
            _text(_MARGIN, _MARGIN + _LINE / 2, title, MUTED),
            f'<g transform="translate({_MARGIN:g} {top:g})">',
            *(_flow(route, sent(blocks, flow)) for flow, route in zip(graph.flows, layout.routes, strict=True)),
            *(_block(box, drawn, _tint(drawn, tints)) for box, drawn in zip(layout.boxes, blocks, strict=True)),
            *legend,
            "</g>",
            "</svg>",
            "",
        )
    )


def _width(drawn: Drawn) -> float:
    """Two lines: name and device, functionality and bytes."""
    lines = ((drawn.name, drawn.device), (drawn.functionality, drawn.size))
    return max(cells(left) + cells(right) + 2 * bool(right) for left, right in lines) * _CELL + 2 * _PADDING


def _tint(drawn: Drawn, tints: Sequence[Colour]) -> Colour:
    return NEUTRAL if drawn.place is None else tints[drawn.place]


def _block(box: Box, drawn: Drawn, tint: Colour) -> str:
    first, second = box.y + _PADDING + 7, box.y + _PADDING + 7 + _LINE
    left, right = box.x + _PADDING, box.x + box.width - _PADDING
    size = _text(right, second, drawn.size, INK, ' text-anchor="end"') if drawn.size else ""
    full = short(f"{drawn.block.name}: {drawn.block.functionality}", 400)
    return (
        f"<g><title>{escape(full)}</title>{_frame(box, tint, drawn.block.pinned)}"
        + _text(left, first, drawn.name, INK, ' font-weight="bold"')
        + _text(right, first, drawn.device, INK, ' font-weight="bold" text-anchor="end"')
        + _text(left, second, drawn.functionality, INK)
        + f"{size}</g>"
    )


def _frame(box: Box, tint: Colour, pinned: bool) -> str:
    """Sharp corners and a thick border for what is pinned, round and dashed for what could move."""
    kind = 'stroke-width="2.5"' if pinned else 'rx="10" stroke-width="1.5" stroke-dasharray="5 3"'
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="{tint.fill}" stroke="{tint.border}" {kind}/>'
    )


def _text(x: float, y: float, text: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" dominant-baseline="middle" fill="{colour}"{more}>{escape(text)}</text>'


def _flow(route: Sequence[tuple[float, float]], heavy: bool) -> str:
    """An arrow, a heavy one from device to device."""
    width = 2.6 if heavy else 1.2
    return f'<path d="{_curve(route)}" fill="none" stroke="{MUTED}" stroke-width="{width}" marker-end="url(#tip)"/>'


def _curve(route: Sequence[tuple[float, float]]) -> str:
    """Level through the layers, an S between them."""
    (x, y), *rest = route
    pieces = [f"M{x:.1f} {y:.1f}"]
    for right, height in rest:
        if height == y:
            pieces.append(f"H{right:.1f}")
        else:
            middle = (x + right) / 2
            pieces.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {height:.1f} {right:.1f} {height:.1f}")
        x, y = right, height
    return "".join(pieces)


def _entries(graph: FlowGraph, blocks: Sequence[Drawn], tints: Sequence[Colour]) -> Iterator[tuple[str, Colour, bool]]:
    """What the legend explains: text, colour, whether it is drawn as pinned."""
    for one, tint in zip(graph.places, tints, strict=True):
        yield short(f"{one.alias}: {one.kind}" + (" (edge server)" if one.edge else ""), LONGEST), tint, True
    if any(drawn.device == UNDECIDED for drawn in blocks):
        yield "? not placed yet", NEUTRAL, False
    yield "pinned", NEUTRAL, True
    yield "movable", NEUTRAL, False


def _entry_width(text: str) -> float:
    return 26 + (cells(text) + 3) * _CELL


def _legend(entries: Sequence[tuple[str, Colour, bool]], width: float, y: float) -> tuple[list[str], float]:
    """The entries in lines, and where the last line ends."""
    found, x = [], 0.0
    for text, tint, pinned in entries:
        if x and x + _entry_width(text) > width - 2 * _MARGIN:
            x, y = 0.0, y + 1.5 * _LINE
        found.append(_frame(Box(x + 1, y + 1, 18, 12), tint, pinned) + _text(x + 26, y + 7, text, MUTED))
        x += _entry_width(text)
    return found, y + _LINE
