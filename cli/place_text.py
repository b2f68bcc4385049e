"""Programs and placements as lines for people. Text of files is shown as text: never as a terminal's commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from core.terminal import clean, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

Record = Mapping[str, Any]
_WIDEST = 110  # columns of a source line that are shown
_PIPE = 10_000  # columns: a pipe takes lines of any length, a terminal wraps within columns
_BEFORE = 60  # of them before the place that is meant
_SAME = 5e-4  # a share that rounds to 0.0 %
_COLOURS = {"error": "red", "warning": "yellow"}
_SECONDS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_BYTES = ((2.0**40, "TiB"), (2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"), (1.0, "B"))
_MILLIJOULES = ((1e3, "J"), (1.0, "mJ"), (1e-3, "µJ"), (1e-6, "nJ"))


def say(text: str = "", err: bool = False, **style: Any) -> None:
    """One or more lines, without what steers a terminal."""
    click.secho(clean(text), err=err, **style)


def diagnostic(file: str, row: Record, err: bool = False) -> None:
    """What is wrong, with its place, the line it stands in, a caret below it, and what is meant."""
    say(f"{file}:{row['line']}:{row['column']}: ", err, nl=False)
    say(f"{row['severity']}: ", err, nl=False, fg=_COLOURS.get(row["severity"]), bold=True)
    say(f"{row['message']} [{row['code']}]", err)
    line, before, carets = _excerpt(row)
    if line.strip():
        gutter = f"{row['line']:>5}"
        say(f"{gutter} | {line}", err)
        say(f"{'':>5} | {before}", err, nl=False)
        say(carets, err, fg=_COLOURS.get(row["severity"]))
    if row["advice"]:
        say(f"{'':>5} = {row['advice']}", err)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Columns in line; those with numbers stand to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPE
    made = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for number, name in enumerate(head):
        made.add_column(name, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        cells: list[RenderableType] = [Text(" ".join(visible(cell).split())) for cell in row]
        made.add_row(*cells)
    with console.capture() as shown:
        console.print(made)
    click.echo("\n".join(line.rstrip() for line in shown.get().splitlines()))


def seconds(value: float | None) -> str:
    """``12.8 ms``: three figures, more than any model of costs is good for."""
    return _amount(value, _SECONDS)


def millijoules(value: float | None) -> str:
    """``8.45 mJ``."""
    return _amount(value, _MILLIJOULES)


def size(value: float) -> str:
    """``6 KiB``."""
    return _amount(value, _BYTES)


def valued(row: Record) -> str:
    """The value of a placement in the unit of its goal."""
    return measured(row["value"], row["unit"])


def measured(value: float | None, unit: str) -> str:
    """A value in s or in mJ."""
    return seconds(value) if unit == "s" else millijoules(value)


def percent(share: float) -> str:
    """``31.3 %``."""
    return f"{100 * share:.1f} %"


def difference(share: float, below: str, above: str) -> str:
    """How much less or more: ``31.3 % saved``, or ``the same``."""
    if abs(share) < _SAME:
        return "the same"
    return f"{percent(abs(share))} {below if share < 0 else above}"


def _amount(value: float | None, units: Sequence[tuple[float, str]]) -> str:
    if value is None:
        return "-"
    if value == 0:
        return "0"
    size, unit = next((pair for pair in units if value >= pair[0] * (1 - 5e-4)), (0.0, ""))
    return f"{float(f'{value / size:.3g}'):,g} {unit}" if unit else f"< 1 {units[-1][1]}"


def _excerpt(row: Record) -> tuple[str, str, str]:
    """The part of a line around what is meant, blanks as wide as what stands before it, and the carets."""
    from rich.cells import cell_len

    # One character each, so that columns stay: a tab is a blank, what steers a terminal a symbol.
    line = visible(row["source"]).replace("\t", " ")
    start = min(row["column"] - 1, len(line))
    end = row["end_column"] - 1 if row["end_line"] == row["line"] else len(line)
    begin = max(0, start - _BEFORE) if len(line) > _WIDEST else 0
    shown = line[begin : begin + _WIDEST]
    dots = "…" if begin else ""
    before = dots + shown[: start - begin]
    meant = shown[start - begin : max(end, start + 1) - begin]
    return dots + shown.rstrip(), " " * cell_len(before), "^" * max(cell_len(meant), 1)
