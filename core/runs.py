"""Runs of a program: what it may use, what it did, whether that is right, and who is at fault where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from core.project import Parameter

FaultKind = Literal["syntax", "import", "error", "contract", "limit", "crash", "result", "budget"]
RunState = Literal["done", "failed", "stopped"]
SANDBOX = "bubblewrap"
"""The isolation that shuts a program in; under any other one it is told:"""
UNSAFE = "WITHOUT A SANDBOX: the program can read and write all that you can."
BudgetState = Literal["pass", "fail", "not measured"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use before it is ended.

    wall_s, cpu_s: seconds; memory_mb: of all its processes together; processes: threads count as well
    written_mb: everything it leaves in its output folder; printed_mb: of what it prints, more is dropped and said
    """

    wall_s: float = 120.0
    cpu_s: float = 120.0
    memory_mb: int = 2048
    processes: int = 64
    open_files: int = 256
    written_mb: int = 512
    printed_mb: int = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One sub-task as the runner sees it: the function of a module, and what its specification says of its values."""

    subtask: int
    module: str
    function: str
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a run failed, in one line for people.

    subtask: at fault, 0 where nobody knows; provider: for a breached contract the sub-task that gave the value, else 0
    trace: the end of the traceback, or both specifications of a breached contract
    values: type and shape of each input of the sub-task, by name
    """

    kind: FaultKind
    reason: str
    subtask: int = 0
    provider: int = 0
    trace: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run took: seconds of wall and processor time, the most memory in MB (10**6 bytes), of all processes.

    steps: seconds by sub-task; items: how many things the result speaks of (records, windows), 0 where it does not say
    gpu_mb: the most memory on a GPU, None where there is none
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    steps: Mapping[int, float] = field(default_factory=dict)
    items: int = 0
    gpu_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of an evaluation; ``group`` is the record, class or sensor it speaks of, empty for all of it."""

    name: str
    value: float
    group: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by truth (rows) and answer (columns): a confusion table."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few seconds of a recording where the answer is at its worst: what was found, and what is there.

    values: of the signal, in ``unit``, ``rate_hz`` of them a second from ``start_s`` on
    found, true: instants in seconds of the recording, within the excerpt
    """

    name: str
    values: tuple[float, ...]
    unit: str
    rate_hz: float
    start_s: float
    found: tuple[float, ...]
    true: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How right a result is; ``evaluator`` names the comparison, ``about`` says against what it was made."""

    evaluator: str
    metrics: tuple[Metric, ...]
    about: str = ""
    table: Table | None = None
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit that the problem states, in its own words, and what the run took.

    what: ``memory``, ``time``, ``cpu``, ``time per item``, ``gpu memory``, ``flash memory`` (never measured) or a metric's name
    limit, unit: normalised to MB or s; at_least: the measured value must not be below it (an accuracy), else not above
    """

    what: str
    limit: float
    unit: str
    words: str
    at_least: bool = False
    measured: float | None = None

    @property
    def state(self) -> BudgetState:
        """Whether the run kept it."""
        if self.measured is None:
            return "not measured"
        kept = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        return "pass" if kept else "fail"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run, repairs apart: how it ended, what it printed and left, and what that measured.

    isolation: ``bubblewrap`` or ``limits only``
    printed: stdout and stderr as they came, as far as the limit allows, control characters included
    result: the last sub-task's outputs by name: plain values, lists, mappings and arrays (as the result file holds them)
    notes: what else was seen, for people: output that is not in the format, lines that were dropped
    """

    state: RunState
    isolation: str
    measured: Measured
    printed: str = ""
    fault: Fault | None = None
    result: Mapping[str, object] | None = None
    evaluations: tuple[Evaluation, ...] = ()
    budgets: tuple[Budget, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it came to its end and kept every budget that could be measured."""
        return self.state == "done" and all(budget.state != "fail" for budget in self.budgets)

    def report(self) -> dict[str, Any]:
        """All of it but the result's values and what was printed, as JSON values.

        metrics: by evaluator, then by name: a figure over all, or a figure by group
        """
        fault = self.fault
        return {
            "ok": self.ok,
            "state": self.state,
            "subtask": fault.subtask if fault else 0,
            "reason": fault.reason if fault else "",
            "metrics": {one.evaluator: _figures(one.metrics) for one in self.evaluations},
            "budgets": [{**asdict(budget), "state": budget.state} for budget in self.budgets],
            **asdict(self.measured),
            "isolation": self.isolation,
            "notes": list(self.notes),
            "fault": asdict(fault) if fault else None,
        }


def _figures(metrics: tuple[Metric, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for metric in metrics:
        if metric.group:
            found.setdefault(f"{metric.name} by group", {})[metric.group] = metric.value
        else:
            found[metric.name] = metric.value
    return found
