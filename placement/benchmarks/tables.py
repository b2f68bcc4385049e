"""What Fig. 8, 9, 10, 20 and 21 of the technical report show, as tables and as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from placement.benchmarks import charts
from placement.benchmarks.comparison import FURTHER, OURS, REPORTED, Comparison, compare, mean_reduction
from placement.benchmarks.cuts import Cuts, all_cuts
from placement.benchmarks.programs import BENCHMARKS, SETTINGS, without_limits
from placement.benchmarks.reported import Statement, statements
from placement.benchmarks.scaling import CHANNELS, STAGES, Solving, solving
from placement.problem import Goal
from placement.profiles import Profiles

_ORDER = (*REPORTED, *FURTHER, OURS)
_FIGURES = {Goal.LATENCY: "8", Goal.ENERGY: "10"}
_STRETCHES = (0.5, 1.0, 2.0, 4.0)
_QUICK = 5  # sizes of EEG, up to the benchmark itself


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under their columns, and what has to be known to read them."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        """As a part of a page."""
        head = [" | ".join(self.columns), " | ".join("---" for _ in self.columns)]
        lines = [f"| {line} |" for line in (*head, *(" | ".join(row) for row in self.rows))]
        return "\n".join((f"### {self.title}", "", *([self.note, ""] if self.note else []), *lines, ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was computed. ``pictures`` are SVG by the name of a file without its ending."""

    comparisons: tuple[Comparison, ...]
    cuts: tuple[Cuts, ...]
    solving: tuple[Solving, ...]
    tables: tuple[Table, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


def outcome(*, quick: bool = False, limit: float = 10.0, profiles: Profiles | None = None) -> Outcome:
    """Everything at once.

    quick: leaves out what takes longer than a few seconds: the larger problems of Fig. 20 and 21, other windows
    limit: s for one solver and one problem
    """
    comparisons, cuts = compare(profiles=profiles), all_cuts(profiles=profiles)
    sizes, limit = (CHANNELS[:_QUICK], min(limit, 1.0)) if quick else (CHANNELS, limit)
    times = solving(sizes, limit=limit, profiles=profiles)
    found = (
        *(_compared(comparisons, setting.name, goal) for goal in Goal for setting in SETTINGS),
        *(_cut(cuts, setting.name) for setting in SETTINGS),
        *([] if quick else [_stretched(profiles)]),
        _with_memory(comparisons),
        _grown(times, limit),
        _broken_down(times),
        _beside_the_report(statements(comparisons, cuts, times)),
    )
    return Outcome(comparisons, cuts, times, found, _pictures(comparisons, cuts, times))


def _of(comparisons: Iterable[Comparison], setting: str, goal: Goal) -> list[Comparison]:
    return [one for one in comparisons if one.setting == setting and one.goal is goal]


def _compared(comparisons: Sequence[Comparison], setting: str, goal: Goal) -> Table:
    unit, factor = ("ms", 1000.0) if goal is Goal.LATENCY else ("mJ", 1.0)
    rows = tuple(
        (
            one.benchmark,
            f"{factor * one.answers[OURS].value:.4g}",
            *(_share(one.normalised(name)) for name in _ORDER),
            _range(one),
        )
        for one in _of(comparisons, setting, goal)
    )
    columns = ("benchmark", f"{OURS}, {unit}", *_ORDER, "alpha of Wishbone(opt.)")
    return Table(
        f"{goal}_{setting.casefold()}",
        f"{goal.capitalize()} under {setting} (Fig. {_FIGURES[goal]})",
        columns,
        rows,
        "As a share of the worst; '-' where a baseline found no placement.",
    )


def _stretched(profiles: Profiles | None) -> Table:
    """The windows are ours: what the means are for shorter and longer ones."""
    rows: list[tuple[str, ...]] = []
    for stretch in _STRETCHES:
        found = compare([replace(one, stretch=stretch) for one in BENCHMARKS], profiles=without_limits(profiles))
        for goal in Goal:
            for setting in SETTINGS:
                means = (mean_reduction(_of(found, setting.name, goal), [name]) for name in REPORTED)
                rows.append((f"{stretch:g}", str(goal), setting.name, *(f"{100 * mean:.1f} %" for mean in means)))
    title = "What is saved on average with other windows"
    return Table("windows", title, ("windows times", "goal", "network", *REPORTED), tuple(rows))


def _with_memory(comparisons: Sequence[Comparison]) -> Table:
    rows = tuple(
        (
            one.benchmark,
            one.setting,
            str(one.goal),
            *(f"{answer.value:.4g}" for answer in (one.answers[OURS], one.limited)),
        )
        for one in comparisons
        if one.answers[OURS].assignment != one.limited.assignment
    )
    return Table(
        "memory",
        "What memory changes, in s and mJ",
        ("benchmark", "network", "goal", "without limit", "with the devices' memory"),
        rows,
        "Ours, not the report's: each block keeps its output while the application runs. All others stay as they are.",
    )


def _share(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "-"


def _range(comparison: Comparison) -> str:
    low, high = comparison.alphas
    return f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"


def _cut(cuts: Sequence[Cuts], setting: str) -> Table:
    chosen = [one for one in cuts if one.setting == setting]
    most = max(len(one.local) for one in chosen)
    rows = tuple(
        (
            one.benchmark,
            *(
                f"{'* ' if point == one.choice else ''}{1000 * latency:.4g} ({local})"
                for point, (latency, local) in enumerate(zip(one.latencies, one.local, strict=True))
            ),
            *[""] * (most - len(one.local)),
            f"{1000 * one.best:.4g}",
        )
        for one in chosen
    )
    return Table(
        f"cuts_{setting.casefold()}",
        f"Latency at every cutting point under {setting}, in ms (Fig. 9)",
        ("benchmark", *(str(point + 1) for point in range(most)), OURS),
        rows,
        "In brackets the operators on the devices, samples included; * marks the integer program's choice.",
    )


def _grown(times: Sequence[Solving], limit: float) -> Table:
    solvers = list(dict.fromkeys(one.solver for one in times))
    by = {(one.scale, one.solver): one for one in times}
    rows = tuple(
        (f"{scale:,}", *(_time(by.get((scale, solver))) for solver in solvers))
        for scale in dict.fromkeys(one.scale for one in times)
    )
    return Table(
        "solving",
        "Time to solve EEG with more and more channels, in s (Fig. 20)",
        ("devices x blocks", *solvers),
        rows,
        "Reading the program and building the model included; in brackets the processor's time. "
        f"'stopped' is after {limit:g} s; '-' was not tried.",
    )


def _time(one: Solving | None) -> str:
    return "-" if one is None else "stopped" if one.stopped else f"{one.total:.3f} ({one.processor:.3f})"


def _broken_down(times: Sequence[Solving]) -> Table:
    rows = tuple(
        (f"{one.scale:,}", one.solver, *(f"{one.seconds[stage]:.3f}" for stage in STAGES))
        for one in times
        if not one.stopped
    )
    return Table("stages", "Where the time goes, in s (Fig. 21)", ("devices x blocks", "solver", *STAGES), rows)


def _beside_the_report(found: Sequence[Statement]) -> Table:
    return Table(
        "report",
        "What the report says",
        ("what", "the report", "here", "why"),
        tuple((one.what, one.report, one.here, one.why) for one in found),
    )


def _pictures(comparisons: Sequence[Comparison], cuts: Sequence[Cuts], times: Sequence[Solving]) -> dict[str, str]:
    found = {}
    for setting in SETTINGS:
        for goal in Goal:
            title = f"{goal.capitalize()} under {setting.name}, as a share of the worst; above: alpha of Wishbone(opt.)"
            groups = [_bars(one) for one in _of(comparisons, setting.name, goal)]
            found[f"placement-{goal}-{setting.name.casefold()}"] = charts.bars(title, groups, _ORDER)
        chosen = [_points(one) for one in cuts if one.setting == setting.name]
        title = f"Latency at every cutting point under {setting.name}: all on the devices at the left; * is chosen"
        found[f"placement-cuts-{setting.name.casefold()}"] = charts.bars(title, chosen)
    curves: dict[str, list[tuple[float, float]]] = {}
    for one in [one for one in times if not one.stopped]:
        curves.setdefault(one.solver, []).append((one.scale, one.processor))
    found["placement-solving"] = charts.lines(
        "Time to solve EEG, for energy", curves, "devices x blocks", "s of the processor"
    )
    found["placement-stages"] = charts.bars("Where the time goes", [_stages(one) for one in _largest(times)], STAGES)
    return found


def _bars(one: Comparison) -> charts.Group:
    heights = [charts.Bar([(one.normalised(name), colour)]) for colour, name in enumerate(_ORDER)]
    return charts.Group(one.benchmark, heights, _range(one))


def _points(one: Cuts) -> charts.Group:
    worst = max(one.latencies)
    heights = [
        charts.Bar([(latency / worst, 1)], "*" if point == one.choice else "")
        for point, latency in enumerate(one.latencies)
    ]
    return charts.Group(one.benchmark, heights)


def _largest(times: Sequence[Solving]) -> list[Solving]:
    """The largest problem that each solver got done."""
    done = {one.solver: one for one in times if not one.stopped}
    return list(done.values())


def _stages(one: Solving) -> charts.Group:
    parts = [(one.seconds[stage] / one.total, colour) for colour, stage in enumerate(STAGES)]
    return charts.Group(f"{one.solver}, {one.scale:,}", [charts.Bar(parts)])
