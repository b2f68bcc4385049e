"""What a drawing says of each block, and the colours of the devices."""

from __future__ import annotations

import colorsys
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from core.terminal import visible
from placement.blocks import Block, FlowGraph
from placement.profiles import Data

UNDECIDED = "?"
INK = "#1f2328"
MUTED = "#767676"  # as dark on white as it is bright on black
_TURN = 0.381966  # of the circle of hues: the golden angle keeps any number of them apart
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Colour:
    """A pale fill that carries dark text, and a border that stands out on light and on dark ground."""

    fill: str
    border: str


NEUTRAL = Colour("#e8eaed", "#7d848c")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block as all drawings show it.

    place: index of its device, None where it is still open
    size: the bytes that it gives, empty where unknown or where nothing takes them
    """

    block: Block
    name: str
    functionality: str
    device: str
    place: int | None
    size: str


def drawn(graph: FlowGraph, assignment: Sequence[int] | None, outputs: Sequence[Data], longest: int) -> list[Drawn]:
    """The blocks of a graph. An empty assignment is none; one that does not fit the graph is a ValueError."""
    if assignment and len(assignment) != len(graph.blocks):
        raise ValueError(f"The placement is for {len(assignment)} blocks and the graph has {len(graph.blocks)}.")
    if outputs and len(outputs) != len(graph.blocks):
        raise ValueError(f"There are sizes of {len(outputs)} blocks and the graph has {len(graph.blocks)}.")
    position = {place.alias: index for index, place in enumerate(graph.places)}
    gives = {source for source, _ in graph.flows}
    found = []
    for index, block in enumerate(graph.blocks):
        place = assignment[index] if assignment else position[block.places[0]] if block.pinned else None
        device = UNDECIDED if place is None else graph.places[place].alias
        size = size_of(outputs[index].size) if outputs and index in gives else ""
        name, functionality = short(block.name, longest), short(block.functionality, longest)
        found.append(Drawn(block, name, functionality, short(device, longest), place, size))
    return found


def sent(blocks: Sequence[Drawn], flow: tuple[int, int]) -> bool:
    """Whether a flow goes from one device to another, as far as both ends are placed."""
    source, target = (blocks[end].place for end in flow)
    return source is not None and target is not None and source != target


def colours(graph: FlowGraph) -> list[Colour]:
    """One for each device; the edge is grey-blue."""
    hues = [0.08 + index * _TURN for index in range(len(graph.places))]
    return [
        Colour("#d5dde8", "#5b7390") if place.edge else Colour(_hex(hue, 0.86, 0.75), _hex(hue, 0.42, 0.6))
        for place, hue in zip(graph.places, hues, strict=True)
    ]


def size_of(size: float) -> str:
    """``512 B``, ``3.0 kB``."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"


def short(text: str, longest: int) -> str:
    """One line of at most so many characters, with nothing in it that steers a terminal or breaks XML."""
    line = _NO_XML.sub("�", " ".join(visible(text).split()))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def cells(text: str) -> int:
    """Columns that a text takes in a terminal or in a type of fixed width."""
    return sum(0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def pad(text: str, width: int) -> str:
    """The text with blanks up to a number of columns."""
    return text + " " * (width - cells(text))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue % 1, lightness, saturation))
