"""What a run tells, as lines for people: what the program printed, how right it was, what it took, who is at fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table as Grid
from rich.text import Text

from core.events import Event
from core.run_events import Printed, RepairStarted, RunEnded, RunStarted, StepRan
from core.runs import SANDBOX, UNSAFE, Budget, Evaluation, Fault, Measured, Ran, Table
from core.terminal import clean
from core.wording import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

# A longer table is in the run's report.
_ROWS = 30
_STATES = {"pass": "green", "fail": "bold red", "not measured": "yellow"}


def lines(event: Event) -> Iterator[RenderableType]:
    """What is printed when this event comes."""
    match event:
        case RunStarted():
            again = f" again (repair {event.round})" if event.round else ""
            yield Text(f"\nRun{again}, {event.isolation}", style="bold")
            if event.isolation != SANDBOX:
                yield Text(UNSAFE, style="bold yellow")
        case Printed():
            yield Text(clean(event.text))
        case StepRan(seconds=float() as seconds):
            yield Text(f"  sub-task {event.subtask}: {seconds:.2f} s", style="dim")
        case RepairStarted():
            what = f"\nRepair {event.round} of {event.of}: sub-task {event.subtask}, found by {event.why}"
            yield Text(what, style="bold").append(f"\n{clean(event.reason)}", style="not bold yellow")
        case RunEnded():
            yield from _ended(event)


def _ended(event: RunEnded) -> Iterator[RenderableType]:
    ran = event.ran
    for evaluation in ran.evaluations:
        yield from _evaluation(evaluation)
    if ran.budgets:
        yield Text("\nBudgets", style="bold")
        yield from map(_budget, ran.budgets)
    for note in ran.notes:
        yield Text(f"\n{clean(note)}", style="yellow")
    if ran.fault:
        yield from _fault(ran.fault)
    yield _summary(ran, event.rounds)
    if event.folder:
        yield Text("  folder  ", style="dim").append(clean(event.folder), style="not dim")
        drawn = Path(event.folder) / "plot.png"
        if drawn.is_file():
            yield Text("  picture ", style="dim").append(clean(str(drawn)), style="not dim")


def _evaluation(evaluation: Evaluation) -> Iterator[RenderableType]:
    yield Text(f"\n{evaluation.evaluator}", style="bold").append(f"  {clean(evaluation.about)}", style="not bold dim")
    names = list(dict.fromkeys(metric.name for metric in evaluation.metrics))
    groups = list(dict.fromkeys(metric.group for metric in evaluation.metrics))
    values = {(metric.group, metric.name): f"{metric.value:.4g}" for metric in evaluation.metrics}
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    grid.add_column("")
    for name in names:
        grid.add_column(clean(name), justify="right")
    for group in [*[one for one in groups if one][:_ROWS], *([""] if "" in groups else [])]:
        cells = [values.get((group, name), "") for name in names]
        grid.add_row(clean(group) or "all", *cells, style="" if group else "bold")
    yield grid
    if evaluation.table:
        yield _confusion(evaluation.table)


def _confusion(table: Table) -> RenderableType:
    grid = Grid(box=None, pad_edge=False, header_style="dim", title="truth by answer", title_justify="left")
    grid.add_column("")
    for name in table.columns[:_ROWS]:
        grid.add_column(clean(name), justify="right")
    for name, counts in list(zip(table.rows, table.counts, strict=True))[:_ROWS]:
        grid.add_row(clean(name), *(str(count) if count else "·" for count in counts[:_ROWS]))
    return grid


def _budget(budget: Budget) -> Text:
    took = "" if budget.measured is None else f": {budget.measured:.3g} {budget.unit}".rstrip()
    line = Text(f"  {budget.state:<13}", style=_STATES[budget.state])
    return line.append(f"{budget.what}{took}", style="default").append(f'  "{clean(budget.words)}"', style="dim")


def _fault(fault: Fault) -> Iterator[RenderableType]:
    where = f"Sub-task {fault.subtask}" if fault.subtask else "The program"
    yield Text(f"\n{where} is at fault ({fault.kind}): {clean(fault.reason)}", style="red")
    if fault.trace:
        yield Text(clean(fault.trace), style="dim")
    for name, value in fault.values.items():
        yield Text(f"  {clean(name)}: {clean(value)}", style="dim")


def _summary(ran: Ran, rounds: int) -> Text:
    repairs = f" · {plural(rounds, 'repair')}" if rounds else ""
    style = "bold green" if ran.ok else "bold red"
    state = "done" if ran.ok else "a budget is missed" if ran.state == "done" else ran.state
    return Text(f"\n{state}", style=style).append(f" · {_took(ran.measured)}{repairs}", style="not bold default")


def _took(measured: Measured) -> str:
    items = f" · {measured.wall_s / measured.items:.3g} s an item" if measured.items else ""
    return f"{measured.wall_s:.2f} s · {measured.cpu_s:.2f} s CPU · {measured.peak_mb:.0f} MB{items}"
