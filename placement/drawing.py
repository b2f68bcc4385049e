"""A graph to look at: as SVG, for Graphviz, as plain lines for a terminal.

An assignment is that of an `Answer`: for each block the index of its device. Without it a movable block is open, ``?``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.wording import plural
from placement import drawing_svg
from placement.blocks import FlowGraph
from placement.cycles import adjacent
from placement.drawing_layout import layers
from placement.drawing_style import NEUTRAL, Colour, Drawn, cells, colours, drawn, pad, sent, short
from placement.profiles import Data

_LONGEST = 44
_TARGETS = 4


def svg(graph: FlowGraph, assignment: Sequence[int] | None = None, outputs: Sequence[Data] = ()) -> str:
    """A picture, coloured by device; pinned blocks have sharp corners, flows from device to device are heavy.

    outputs: what each block gives (`sizes.outputs`), to be written beside it
    """
    blocks = drawn(graph, assignment, outputs, drawing_svg.LONGEST)
    return drawing_svg.render(graph, blocks, _headline(graph, blocks))


def dot(graph: FlowGraph, assignment: Sequence[int] | None = None, outputs: Sequence[Data] = ()) -> str:
    """Text for Graphviz; colours and frames as in `svg`, bytes on the flows."""
    blocks = drawn(graph, assignment, outputs, _LONGEST)
    tints = colours(graph)
    nodes = (
        _node(index, one, tints[one.place] if one.place is not None else NEUTRAL) for index, one in enumerate(blocks)
    )
    return "\n".join(
        (
            f"digraph {_quoted(short(graph.name, _LONGEST))} {{",
            '  rankdir=LR; bgcolor="transparent"; node [shape=box fontname="monospace" fontsize=11];',
            '  edge [color="#767676" fontcolor="#767676" fontname="monospace" fontsize=10];',
            *nodes,
            *(_arrow(flow, blocks) for flow in graph.flows),
            "}",
            "",
        )
    )


def text(graph: FlowGraph, assignment: Sequence[int] | None = None, outputs: Sequence[Data] = ()) -> str:
    """Plain lines: a block each, layer by layer, with its device, what it gives and to which blocks."""
    blocks = drawn(graph, assignment, outputs, _LONGEST)
    _, targets = adjacent(len(blocks), graph.flows)
    depth = layers(len(blocks), graph.flows)
    order = sorted(range(len(blocks)), key=depth.__getitem__)
    rows = [("layer", "block", "functionality", "device", "gives", "to")]
    shown = -1
    for index in order:
        layer = "" if depth[index] == shown else str(depth[index] + 1)
        shown = depth[index]
        rows.append((layer, *_cells(blocks[index]), _names(blocks, targets[index])))
    devices = [
        short(f"{one.alias} ({one.kind}{', edge server' if one.edge else ''})", _LONGEST) for one in graph.places
    ]
    return "\n".join((_headline(graph, blocks), f"devices: {', '.join(devices)}", "", *_table(rows), ""))


def _headline(graph: FlowGraph, blocks: Sequence[Drawn]) -> str:
    counts = ((len(graph.blocks), "block"), (len(graph.places), "device"), (len(graph.flows), "flow"))
    listed = ", ".join(plural(number, noun) for number, noun in counts)
    placed = bool(blocks) and all(one.place is not None for one in blocks)
    crossing = f" ({sum(sent(blocks, flow) for flow in graph.flows)} from device to device)" if placed else ""
    return f"{short(graph.name, _LONGEST)}: {listed}{crossing}"


def _node(index: int, one: Drawn, tint: Colour) -> str:
    style = "filled" if one.block.pinned else "filled,rounded,dashed"
    label = _quoted(f"{one.name}\n{one.functionality}\n{one.device}")
    return f'  b{index} [label={label} style="{style}" fillcolor="{tint.fill}" color="{tint.border}"];'


def _arrow(flow: tuple[int, int], blocks: Sequence[Drawn]) -> str:
    size = blocks[flow[0]].size
    given = [*([f"label={_quoted(size)}"] if size else []), *(["penwidth=2.6"] if sent(blocks, flow) else [])]
    return f"  b{flow[0]} -> b{flow[1]}" + (f" [{' '.join(given)}];" if given else ";")


def _quoted(text: str) -> str:
    """A string of Graphviz, where a line ends as in Python."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _cells(one: Drawn) -> tuple[str, str, str, str]:
    return one.name, one.functionality, f"{one.device} (pinned)" if one.block.pinned else one.device, one.size


def _names(blocks: Sequence[Drawn], targets: Sequence[int]) -> str:
    more = [f"and {len(targets) - _TARGETS} more"] if len(targets) > _TARGETS else []
    return ", ".join([blocks[target].name for target in targets[:_TARGETS]] + more)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with their columns in line; a column that is empty below its head is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    widths = [max(map(cells, column)) for column in columns]
    for row in zip(*columns, strict=True):
        yield "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
