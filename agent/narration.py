"""What a turn has done, told in a few lines of Markdown: the part of it that a conversation keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.events import (
    Answered,
    Contradicted,
    Diff,
    Done,
    Event,
    Failed,
    PlanChecked,
    Routed,
    Stale,
    SubTaskFailed,
    SubTaskReady,
    Written,
)
from core.library_events import Nearest
from core.papers import Citation
from core.project import SubTask
from core.run_events import RepairStarted, RunEnded, RunStarted
from core.runs import Ran


@dataclass(slots=True)
class Narrator:
    """Collects the events of one turn."""

    _plan: list[SubTask] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _changed: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Take one event in."""
        match event:
            case SubTaskReady():
                self._plan.append(event.item)
            case Diff():
                self._changed[event.path] = _size(event.diff)
            case _ if event.name in _COUNTED:
                self._counts[event.name] += 1
            case _ if type(event) in _TOLD:
                self._said.append(_TOLD[type(event)](event))

    def text(self) -> str:
        """All of it, empty where there is nothing to tell."""
        plan = [f"{subtask.id}. **{subtask.title}**{_needs(subtask)}" for subtask in self._plan]
        parts = ["\n".join(plan), *self._said, self._changes(), self._margin()]
        return "\n\n".join(part for part in parts if part)

    def _changes(self) -> str:
        return "\n".join(f"- `{path}` +{size['+']} −{size['-']}" for path, size in self._changed.items())

    def _margin(self) -> str:
        told = [f"{count} {_COUNTED[name]}" for name, count in sorted(self._counts.items())]
        return f"*{', '.join(told)}*" if told else ""


def _needs(subtask: SubTask) -> str:
    return f" ← {', '.join(map(str, subtask.depends_on))}" if subtask.depends_on else ""


def _answer(event: Answered) -> str:
    sources = [f"[{number}] {_source(citation)}" for number, citation in enumerate(event.citations, 1)]
    notes = [f"*{note}*" for note in event.notes]
    return "\n\n".join([event.text, *sources, *notes])


def _source(citation: Citation) -> str:
    return f"{citation.title}, page {citation.page}: “{citation.said}”"


def _ran(ran: Ran) -> str:
    """How a run ended: in a line, how right it was, which budgets it kept."""
    took = ran.measured
    figures = [
        f"{metric.name} {metric.value:.3g}" for one in ran.evaluations for metric in one.metrics if not metric.group
    ]
    budgets = [f"- {budget.state}: {budget.what}, “{budget.words}”" for budget in ran.budgets]
    state = f"**Sub-task {ran.fault.subtask}**: {ran.fault.reason}" if ran.fault and ran.fault.subtask else ""
    state = state or (f"**{ran.fault.reason}**" if ran.fault else "The program ran to its end.")
    line = f"{took.wall_s:.2f} s, {took.peak_mb:.0f} MB{''.join(f', {figure}' for figure in figures)}"
    return "\n\n".join(part for part in (state, line, "\n".join(budgets)) if part)


def _size(diff: str) -> Counter[str]:
    lines = [line for line in diff.splitlines() if not line.startswith(("+++", "---"))]
    return Counter(line[0] for line in lines if line[:1] in {"+", "-"})


def _checked(event: PlanChecked) -> str:
    gaps = [f"The program asks for what nobody provides: {'; '.join(event.gaps)}."] if event.gaps else []
    open_ones = [f"Nothing covers these demands: {'; '.join(event.uncovered)}."] if event.uncovered else []
    return "\n\n".join([*gaps, *open_ones])


_COUNTED = {
    "cited": "citations hold",
    "citation_dropped": "citations dropped",
    "repaired": "answers asked for again",
    "trimmed": "prompts shortened",
}
_TOLD: dict[type[Event], Callable[[Any], str]] = {
    Routed: lambda event: event.route.ask,
    Answered: _answer,
    PlanChecked: _checked,
    Contradicted: lambda event: (
        f"Sub-task {event.subtask}: “{event.later}” contradicts “{event.earlier}”; the later wish holds."
    ),
    SubTaskFailed: lambda event: f"**Sub-task {event.subtask} failed** in {event.stage}: {event.reason}",
    Nearest: lambda event: event.words if event.use != "example" or event.choices else "",
    Stale: lambda event: f"Stale now: {', '.join(map(str, event.subtasks))}. `/cascade` builds them anew.",
    Written: lambda event: f"{len(event.files)} files in `{event.folder}`.",
    Failed: lambda event: f"**{event.reason}**\n\n{event.hint}".rstrip(),
    RunStarted: lambda event: f"Run{f' {event.round + 1}' if event.round else ''} ({event.isolation})",
    RepairStarted: lambda event: (
        f"Repair {event.round} of {event.of}: sub-task {event.subtask} (found by {event.why}): {event.reason}"
    ),
    RunEnded: lambda event: _ran(event.ran),
    Done: lambda event: f"Done in {event.seconds:.0f} s: {event.calls} calls, {event.answer_tokens} tokens.",
}
