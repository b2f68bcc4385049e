"""What came of a run, as text at any width: how it ended, who is at fault, budgets, how right it was, what it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from core.runs import SANDBOX, UNSAFE, Budget, Evaluation, Fault, Measured, Metric, Ran
from core.wording import plural
from tui.plot import bars, shaded, trace
from tui.rows import one_line, printable
from tui.run_progress import RunProgress

_GROUPS = 12
_BARS = 6
_CLASSES = 12
_TRACE = 24
_TRACE_LINES = 8
_GAP = 2
_BUDGETS = {
    "pass": ("✓", "$text-success"),
    "fail": ("✗", "$text-error"),
    "not measured": ("–", "$text-warning"),
}
# Which figure by group is drawn, the first that there is; of others the largest are the worst.
_SHARES = ("F1", "accuracy", "recall", "precision")
_WHOLE = 1.0

Lines = Iterator[Content]


class Report(Visual):
    """Lines that depend on the width; ``draw`` makes them."""

    def __init__(self, draw: Callable[[int], Content]) -> None:
        self._draw = draw
        self._drawn: tuple[int, Content] = (0, Content(""))

    def content(self, width: int) -> Content:
        """The lines at this width."""
        if self._drawn[0] != width:
            self._drawn = width, self._draw(width)
        return self._drawn[1]

    def get_optimal_width(self, _rules: RulesMap, container_width: int) -> int:
        """All there is."""
        return container_width

    def get_height(self, _rules: RulesMap, width: int) -> int:
        """As it wraps."""
        return len(self.content(width).wrap(width)) if width else 0

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines as Textual draws them."""
        return self.content(width).render_strips(width, height, style, options)


def head(run: RunProgress) -> Content:
    """How the run stands, in a line or two; while it runs what it is at."""
    lines = [_state(run)]
    if run.isolation != SANDBOX:
        lines.append(Content.styled(UNSAFE, "bold $text-warning"))
    if run.repair and run.running:
        what = (
            f"Repair {run.repair.round} of {run.repair.of}: {run.name(run.repair.subtask)}, found by {run.repair.why}"
        )
        lines += [Content(printable(what)), Content.styled(printable(run.repair.reason), "$text-muted")]
    if run.steps and run.running:
        lines.append(_steps(run.steps))
    return Content("\n").join(lines)


def report(run: RunProgress, width: int) -> Content:
    """What came of a run that is over; empty before."""
    if run.ended is None:
        return Content("")
    ran = run.ended.ran
    parts = [*_fault(run, ran), *_budgets(ran.budgets)]
    for evaluation in ran.evaluations:
        parts += _evaluation(evaluation, width)
    for note in ran.notes:
        parts += [Content(""), Content.styled(printable(note), "$text-warning")]
    parts += _time(ran.measured, run)
    if run.ended.folder:
        parts += [Content(""), _title("Kept"), Content(printable(run.ended.folder))]
    return Content("\n").join(parts[1:] if parts and not parts[0].plain else parts)


def _state(run: RunProgress) -> Content:
    if run.ended:
        return _summary(run.ended.ran, run.ended.rounds)
    if run.stopped:
        return Content.styled("■ stopped before its end: nothing was measured", "bold $text-warning")
    seconds = int(run.seconds)
    what = f"repairing {run.name(run.repair.subtask)}" if run.repairing and run.repair else "running"
    at = f" · {run.name(run.step)}, {run.step_seconds:.0f} s" if run.step else ""
    return Content.assemble(
        (f"● {printable(what)}{printable(at)}", "bold $text-accent"),
        f" · {seconds // 60}:{seconds % 60:02} · {run.isolation}",
    )


def _summary(ran: Ran, rounds: int) -> Content:
    state = "done" if ran.ok else "a budget is missed" if ran.state == "done" else ran.state
    took = ran.measured
    parts = [
        f"{took.wall_s:.2f} s",
        f"{took.cpu_s:.2f} s CPU",
        f"{took.peak_mb:.0f} MB",
        *([f"{took.gpu_mb:.0f} MB GPU"] if took.gpu_mb is not None else []),
        *([f"{took.wall_s / took.items:.3g} s an item"] if took.items else []),
        *([plural(rounds, "repair")] if rounds else []),
        ran.isolation,
    ]
    mark, style = ("✓", "bold $text-success") if ran.ok else ("✗", "bold $text-error")
    return Content.assemble((f"{mark} {state}", style), f" · {' · '.join(parts)}")


def _fault(run: RunProgress, ran: Ran) -> Lines:
    fault = ran.fault
    if fault is None:
        return
    where = run.name(fault.subtask) if fault.subtask else "the program"
    yield Content.styled(f"{printable(where[0].upper() + where[1:])} is at fault ({fault.kind})", "bold $text-error")
    yield Content(printable(fault.reason))
    if fault.provider:
        yield Content(f"The value comes from {printable(run.name(fault.provider))}.")
    for name, value in fault.values.items():
        yield Content.styled(f"  {one_line(name)}: {one_line(value)}", "$text-muted")
    yield from _trace(fault)
    if fault.kind != "import":
        yield Content.styled("/repair has the sub-task at fault written anew and runs it all again.", "$text-accent")


def _trace(fault: Fault) -> Lines:
    lines = printable(fault.trace).expandtabs(4).rstrip().split("\n") if fault.trace.strip() else []
    if len(lines) > _TRACE:
        yield Content.styled(f"… {len(lines) - _TRACE} lines before", "$text-muted")
    for line in lines[-_TRACE:]:
        yield Content.styled(line, "$text-muted")


def _budgets(budgets: Sequence[Budget]) -> Lines:
    if budgets:
        yield from (Content(""), _title("Budgets"))
    for budget in budgets:
        mark, style = _BUDGETS[budget.state]
        took = "" if budget.measured is None else f": {budget.measured:.3g} {budget.unit}".rstrip()
        what = f"{one_line(budget.what)}{took}"
        yield Content.assemble(
            (f"{mark} {budget.state:<12}", style), f"  {what}", (f"  “{one_line(budget.words)}”", "$text-muted")
        )


def _evaluation(evaluation: Evaluation, width: int) -> Lines:
    about = f"  {one_line(evaluation.about)}" if evaluation.about else ""
    yield from (Content(""), _title(one_line(evaluation.evaluator)).append(Content.styled(about, "$text-muted")))
    yield from _figures(evaluation.metrics, width)
    yield from _drawn(evaluation.metrics, width)
    if evaluation.table:
        yield Content.styled("\ntruth (rows) by answer (columns), shaded by row share", "$text-muted")
        yield shaded(evaluation.table, width, _CLASSES)
    if evaluation.excerpt:
        yield Content("")
        yield trace(evaluation.excerpt, width, _TRACE_LINES)


def _figures(metrics: Sequence[Metric], width: int) -> Lines:
    """All figures over all; then a table by group, with the columns that fit."""
    for metric in metrics:
        if not metric.group:
            unit = f" {one_line(metric.unit)}" if metric.unit else ""
            yield Content.assemble(f"{one_line(metric.name)} ", (_number(metric.value), "bold"), unit)
    groups = list(dict.fromkeys(metric.group for metric in metrics if metric.group))
    names = list(dict.fromkeys(metric.name for metric in metrics if metric.group))
    if len(names) > 1:
        yield from _table(groups, names, {(one.group, one.name): _number(one.value) for one in metrics}, width)


def _table(groups: Sequence[str], names: Sequence[str], cells: dict[tuple[str, str], str], width: int) -> Lines:
    label = min(max(Content(one_line(group)).cell_length for group in groups), width // 3)
    widths = [max(len(one_line(name)), 5) for name in names]
    fitting = sum(label + sum(widths[: at + 1]) + _GAP * (at + 1) <= width for at in range(len(names)))
    heads = "".join(f"  {one_line(name):>{size}}" for name, size in zip(names[:fitting], widths, strict=False))
    yield Content("")
    yield Content.styled(" " * label + heads, "$text-muted")
    for group in groups[:_GROUPS]:
        row = "".join(
            f"  {cells.get((group, name), ''):>{size}}" for name, size in zip(names[:fitting], widths, strict=False)
        )
        yield Content(one_line(group)).truncate(label, ellipsis=True, pad=True).append(row)
    left = [
        *([f"{len(groups) - _GROUPS} more"] if len(groups) > _GROUPS else []),
        *([", ".join(map(one_line, names[fitting:]))] if fitting < len(names) else []),
    ]
    if left:
        yield Content.styled(f"in the report: {'; '.join(left)}", "$text-muted")


def _drawn(metrics: Sequence[Metric], width: int) -> Lines:
    """The worst groups as bars."""
    grouped = [metric for metric in metrics if metric.group]
    names = {metric.name for metric in grouped}
    name = next((share for share in _SHARES if share in names), grouped[0].name if grouped else "")
    shares = name in _SHARES
    rows = sorted((one for one in grouped if one.name == name), key=lambda one: one.value if shares else -one.value)
    if len(rows) < 2:
        return
    most = _BARS if len(names) > 1 else _GROUPS
    yield Content.styled(f"\n{one_line(name)}, the {'lowest' if shares else 'highest'} first", "$text-muted")
    top = _WHOLE if shares else rows[0].value
    yield bars([(one.group, one.value, _number(one.value)) for one in rows[:most]], width, top)
    if len(rows) > most:
        yield Content.styled(f"and {len(rows) - most} better ones", "$text-muted")


def _time(took: Measured, run: RunProgress) -> Lines:
    if not took.steps:
        return
    yield from (Content(""), _title("Seconds by sub-task"))
    for number, seconds in took.steps.items():
        yield Content(printable(f"{seconds:>8.2f}  {number} {run.titles.get(number, '')}".rstrip()))


def _steps(steps: dict[int, float]) -> Content:
    return Content.styled(
        "  ".join(f"✓ {number} {seconds:.1f} s" for number, seconds in steps.items()), "$text-success"
    )


def _title(text: str) -> Content:
    return Content.styled(text, "bold $text-primary")


def _number(value: float) -> str:
    """Counts in full, other figures with four digits."""
    return f"{int(value):,}" if float(value).is_integer() and abs(value) >= 10 else f"{value:.4g}"
