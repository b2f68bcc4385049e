"""Rows of a list: cells in columns that hold for wide characters and at every width of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from core.terminal import visible

_GAP = 2


def printable(text: str) -> str:
    """Foreign text that can be drawn: what steers a terminal is a symbol, what no encoding knows a question mark."""
    return visible(text).encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """Foreign text for a place that has one line only."""
    return " ".join(printable(text).split())


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row.

    width: in terminal cells; 0 shares what the others leave
    least: width of the whole row below which the cell is left out
    """

    text: str
    width: int = 0
    style: str = ""
    right: bool = False
    least: int = 0


class Row(Visual):
    """A line of cells, and under it lines that wrap (``below``), indented by ``indent`` cells."""

    def __init__(self, cells: Sequence[Cell], below: Sequence[Content] = (), indent: int = 0) -> None:
        self._cells = cells
        self._below = below
        self._indent = indent

    def content(self, width: int) -> Content:
        """The row as it is drawn at this width."""
        lines = [self._line(width)]
        for part in self._below:
            lines += [line.pad_left(self._indent) for line in part.wrap(max(1, width - self._indent))]
        return Content("\n").join(lines)

    def get_optimal_width(self, _rules: RulesMap, container_width: int) -> int:
        """Rows take what there is."""
        return container_width

    def get_height(self, _rules: RulesMap, width: int) -> int:
        """One line for the cells, the others by their wrapping."""
        return 1 + sum(len(part.wrap(max(1, width - self._indent))) for part in self._below)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The row as Textual draws it."""
        return self.content(width).render_strips(width, height, style, options)

    def _line(self, width: int) -> Content:
        cells = [cell for cell in self._cells if width >= cell.least]
        fixed = sum(cell.width for cell in cells) + _GAP * (len(cells) - 1)
        shares = sum(not cell.width for cell in cells)
        flexible = max(1, (width - fixed) // max(1, shares))
        drawn = [_drawn(cell, cell.width or flexible) for cell in cells]
        return Content(" " * _GAP).join(drawn).truncate(width)


def pairs(rows: Sequence[tuple[str, str]]) -> Table:
    """Names and what is said of them, which wraps beside its name; both may be foreign text."""
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for name, value in rows:
        table.add_row(Text(one_line(name)), Text(one_line(value)))
    return table


def _drawn(cell: Cell, width: int) -> Content:
    content = Content.styled(one_line(cell.text), cell.style)
    return content.right(width, ellipsis=True) if cell.right else content.truncate(width, ellipsis=True, pad=True)
