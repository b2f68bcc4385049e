"""Where the boxes of a graph go: layers from left to right, few crossings, flows that bend around boxes.

The layered drawing of K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system
structures, IEEE Transactions on Systems, Man, and Cybernetics, 1981: layers, order in a layer, then heights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from placement.cycles import adjacent

GAP = 18.0  # between boxes of a layer
CHANNEL = 56.0  # between layers, where flows change their height
_LANE = 10.0  # of a flow that passes a layer
_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A block's rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which flows come and go."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes in the order of the blocks; for each flow the points that it passes."""

    boxes: tuple[Box, ...]
    routes: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


Flows = Sequence[tuple[int, int]]


def layers(count: int, flows: Flows) -> list[int]:
    """The layer of each block, for blocks in topological order. A source stands just before the first that needs it."""
    sources, targets = adjacent(count, flows)
    found = [0] * count
    for block in range(count):
        found[block] = max((found[source] + 1 for source in sources[block]), default=0)
    for block in range(count):
        if not sources[block] and targets[block]:
            found[block] = min(found[target] for target in targets[block]) - 1
    return found


def place(widths: Sequence[float], height: float, flows: Flows) -> Layout:
    """Boxes of these widths and one height for blocks in topological order."""
    chart = _Chart(widths, height, flows)
    chart.untangle()
    chart.level()
    return chart.layout()


class _Chart:
    """Nodes are blocks, then one for each layer that a flow passes; links join neighbours only."""

    def __init__(self, widths: Sequence[float], height: float, flows: Flows) -> None:
        self.widths, self.height, self.flows = widths, height, flows
        self.layer = layers(len(widths), flows)
        self.paths = [self.path(source, target) for source, target in flows]
        self.sizes = [height] * len(widths) + [_LANE] * (len(self.layer) - len(widths))
        links = [pair for path in self.paths for pair in pairwise(path)]
        self.before, self.after = adjacent(len(self.layer), links)
        self.rows: list[list[int]] = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for node, layer in enumerate(self.layer):
            self.rows[layer].append(node)
        self.heights = [0.0] * len(self.layer)

    def path(self, source: int, target: int) -> list[int]:
        """The nodes of a flow, with a new one in each layer between."""
        first = len(self.layer)
        between = range(self.layer[source] + 1, self.layer[target])
        self.layer.extend(between)
        return [source, *range(first, first + len(between)), target]

    def untangle(self) -> None:
        """Order each layer by the mean place of its neighbours, forth and back."""
        place = [0.0] * len(self.layer)
        for row in self.rows:
            place = _numbered(place, row)
        for sweep in range(_SWEEPS):
            forth = sweep % 2 == 0
            neighbours = self.before if forth else self.after
            for row in self.rows if forth else reversed(self.rows):
                mean = {node: _mean(place, neighbours[node], place[node]) for node in row}
                row.sort(key=mean.__getitem__)
                place = _numbered(place, row)

    def level(self) -> None:
        """Bring each node to the mean height of its neighbours, as far as the others of its layer leave room."""
        for row in self.rows:
            self.settle(row, [0.0] * len(row))
        for sweep in range(_SWEEPS):
            forth = sweep % 2 == 0
            neighbours = self.before if forth else self.after
            for row in self.rows if forth else reversed(self.rows):
                self.settle(row, [_mean(self.heights, neighbours[node], self.heights[node]) for node in row])

    def settle(self, row: Sequence[int], wanted: Sequence[float]) -> None:
        """The heights closest to the wanted ones (least squares) that keep order and distances."""
        offsets = [0.0]
        for above, below in pairwise(row):
            offsets.append(offsets[-1] + (self.sizes[above] + self.sizes[below]) / 2 + GAP)
        free = _rising([want - offset for want, offset in zip(wanted, offsets, strict=True)])
        for node, height, offset in zip(row, free, offsets, strict=True):
            self.heights[node] = height + offset

    def layout(self) -> Layout:
        """Boxes and routes; the whole starts at 0, 0."""
        tops = [middle - size / 2 for middle, size in zip(self.heights, self.sizes, strict=True)]
        top = min(tops, default=0.0)
        lefts, columns = self.columns()
        boxes = tuple(
            Box(lefts[self.layer[block]], tops[block] - top, width, self.height)
            for block, width in enumerate(self.widths)
        )
        routes = tuple(tuple(self.points(path, boxes, lefts, columns, top)) for path in self.paths)
        bottom = max((tops[node] + size - top for node, size in enumerate(self.sizes)), default=0.0)
        return Layout(boxes, routes, lefts[-1] - CHANNEL if columns else 0.0, bottom)

    def columns(self) -> tuple[list[float], list[float]]:
        """Left edges of the layers, with one more at the end, and their widths."""
        columns = [
            max((self.widths[node] for node in row if node < len(self.widths)), default=0.0) for row in self.rows
        ]
        lefts = [0.0]
        for column in columns:
            lefts.append(lefts[-1] + column + CHANNEL)
        return lefts, columns

    def points(
        self, path: Sequence[int], boxes: Sequence[Box], lefts: Sequence[float], columns: Sequence[float], top: float
    ) -> list[tuple[float, float]]:
        """A flow leaves its box, passes each layer at one height, and enters the next box."""
        source, *passed, target = path
        start, end, layer = boxes[source], boxes[target], self.layer[source]
        points = [(start.x + start.width, start.middle), (lefts[layer] + columns[layer], start.middle)]
        for node in passed:
            left, height = lefts[self.layer[node]], self.heights[node] - top
            points += [(left, height), (left + columns[self.layer[node]], height)]
        return [*points, (end.x, end.middle)]


def _numbered(place: list[float], row: Sequence[int]) -> list[float]:
    for position, node in enumerate(row):
        place[node] = position / len(row)
    return place


def _mean(values: Sequence[float], chosen: Sequence[int], otherwise: float) -> float:
    return sum(values[one] for one in chosen) / len(chosen) if chosen else otherwise


def _rising(values: Sequence[float]) -> list[float]:
    """The closest values (least squares) that never fall: neighbours that would are replaced by their mean."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] * count > total * pools[-1][1]:
            before, members = pools.pop()
            total, count = total + before, count + members
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
