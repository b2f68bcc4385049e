"""Events as lines for people. What a model wrote is shown as text: never as markup, never as a terminal's commands."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from cli import render_run
from core.events import (
    CitationDropped,
    Cited,
    Compared,
    Diff,
    Done,
    Event,
    ModelChosen,
    PlanChecked,
    ProgramReady,
    Repaired,
    Replayed,
    SpecReady,
    StageStarted,
    Stale,
    SubTaskFailed,
    SubTaskReady,
    Trimmed,
    Written,
)
from core.library_events import Nearest
from core.papers import Citation
from core.project import Program, SubTask
from core.terminal import clean
from core.wording import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

_TITLES = {
    "decompose": "Plan",
    "transform": "Specifications",
    "check": "Inputs and demands",
    "generate": "Programs",
    "assemble": "Project",
}


def lines(event: Event, styled: bool, *, in_full: bool = False) -> Iterator[RenderableType]:
    """What is printed for good when this event comes; nothing for those that only move the live region.

    in_full: of a program its code as well
    """
    match event:
        case ModelChosen():
            yield from _model(event)
        case StageStarted():
            role = f" ({event.role.upper()})" if event.role else ""
            yield Text(f"\n{_TITLES.get(event.stage, event.stage)}{role}", style="bold")
        case SubTaskReady():
            yield from planned(event.item, styled)
        case SpecReady():
            yield from specification(event.subtask, event.markdown, styled)
        case PlanChecked():
            yield from _checked(event)
        case ProgramReady():
            yield listed(f"{event.module}.py", event.program)
            if in_full:
                yield from (code(event.program.code, "python", styled), Text())
        case _:
            yield from _notes(event, styled)


def cited(citation: Citation) -> str:
    """Paper, page and quote in one line."""
    return f'{citation.title}, page {citation.page}: "{citation.quote}"'


def _notes(event: Event, styled: bool) -> Iterator[RenderableType]:
    match event:
        case SubTaskFailed():
            yield Text(f"Sub-task {event.subtask} failed in {event.stage}: {clean(event.reason)}", style="red")
        case Repaired() | Trimmed() | Cited() | CitationDropped():
            yield _remark(event)
        case Nearest():
            yield Text(
                clean(event.words), style="dim" if event.use in {"example", "none"} and not event.choices else "cyan"
            )
        case Stale() if event.subtasks:
            yield Text(f"Stale, not rebuilt: {_numbers(event.subtasks)} (--cascade rebuilds them)", style="yellow")
        case Diff():
            yield from difference(event, styled)
        case Written():
            yield Text(f"{plural(len(event.files), 'file')} in {clean(event.folder)}", style="green")
        case Compared():
            yield _compared(event)
        case Replayed():
            yield from _replayed(event)
        case Done():
            yield from _done(event)
        case _:
            yield from render_run.lines(event)


def _remark(event: Repaired | Trimmed | Cited | CitationDropped) -> Text:
    """What happened to a prompt or an answer on the way."""
    match event:
        case Repaired():
            of = f" (repair {event.attempt} of {event.of})" if event.attempt <= event.of else ""
            text = f"{_who(event)} is asked again{of}: {event.reason}"
        case Trimmed():
            text = (
                f"{_who(event)}: {event.dropped} of {event.of} {event.what} did not fit the context and were left out."
            )
        case Cited():
            return Text(clean(f"{_who(event)}, {event.field}: {cited(event.citation)}"), style="dim")
        case CitationDropped():
            text = f"{_who(event)}, {event.field}: citation dropped, {event.reason}"
    return Text(clean(text), style="yellow")


def planned(item: SubTask, styled: bool) -> Iterator[RenderableType]:
    """One sub-task of the plan: number, title, what comes before it, description."""
    title = Text(f"{item.id}. {clean(item.title)}", style="bold")
    if item.depends_on:
        title.append(f"  after {_numbers(item.depends_on)}", style="dim")
    yield title
    yield indented(item.description, styled)


def specification(number: int, markdown: str, styled: bool) -> Iterator[RenderableType]:
    """A specification under its sub-task's number."""
    yield Text(f"\nSpecification of sub-task {number}", style="bold cyan")
    text = clean(markdown)
    if not styled:
        yield Text(text)
        return
    # Markdown joins a heading in bold with the line below it.
    spaced = re.sub(r"^(\*\*[^*\n]+\*\*)[ \t]*\n(?=\S)", r"\1\n\n", text, flags=re.MULTILINE)
    yield Padding(Markdown(spaced, hyperlinks=False), (0, 0, 0, 3))


def code(text: str, language: str, styled: bool) -> RenderableType:
    """A program's text, in colours on a terminal."""
    text = clean(text).rstrip("\n")
    if not styled:
        return Text(text)
    return Padding(Syntax(text, language, theme="ansi_dark", background_color="default", word_wrap=True), (0, 0, 0, 3))


def listed(file: str, program: Program) -> Text:
    """A program in one line: its file, how long it is, where it comes from."""
    size = plural(len(program.code.splitlines()), "line")
    return Text(file, style="bold cyan").append(f" · {size} · {clean(program.origin)}", style="not bold default")


def difference(event: Diff, styled: bool) -> Iterator[RenderableType]:
    """A unified diff under the name of its file."""
    yield Text(f"\n{clean(event.path)}", style="bold cyan")
    yield code(event.diff, "diff", styled)


def indented(text: str, styled: bool) -> RenderableType:
    """A paragraph set in, wrapped at the width of a terminal."""
    text = clean(text).strip()
    return Padding(Text(text), (0, 0, 0, 3)) if styled else Text(textwrap.indent(text, "   "))


def counted(states: Mapping[str, str]) -> str:
    """How many sub-tasks stand where: ``6 sub-tasks: 5 done, 1 failed``."""
    found = Counter(states.values())
    names = ", ".join(f"{count} {state}" for state, count in found.most_common())
    return f"{plural(len(states), 'sub-task')}: {names or 'none'}"


def _model(event: ModelChosen) -> Iterator[RenderableType]:
    names = dict.fromkeys(event.models.values())
    models = (
        " and ".join(names) if len(names) < 2 else ", ".join(f"{role} {name}" for role, name in event.models.items())
    )
    line = Text(f"{event.backend.capitalize()} ", style="bold").append(clean(models))
    yield line.append(f" answers: {clean(event.why)}", style="not bold")
    if event.notice:
        yield Text(clean(event.notice), style="yellow")


def _checked(event: PlanChecked) -> Iterator[RenderableType]:
    if event.traces:
        yield Text("\nDemands of the problem", style="bold")
    for trace in event.traces:
        where = f"sub-task {trace.subtask}, {trace.place}" if trace.subtask else "nothing covers this"
        line = Text(f"{trace.number}. {clean(trace.demand)}  ")
        yield line.append(f"-> {clean(where)}", style="dim" if trace.subtask else "bold yellow")
    if event.traces and event.uncovered:
        text = f"{len(event.uncovered)} of {len(event.traces)} demands are covered by nothing in the plan."
        yield Text(text, style="bold yellow")
    for offer in event.offers:
        yield Text(f"From the library, tested: {clean(offer)}", style="cyan")
    for gap in event.gaps:
        yield Text(f"Nobody provides: {clean(gap)}", style="bold yellow")


def _done(event: Done) -> Iterator[RenderableType]:
    asked = event.answer_tokens and event.seconds > 0
    speed = f", {event.answer_tokens / event.seconds:.0f} tokens/s" if asked else ""
    tokens = f"{event.answer_tokens} tokens in {event.calls} calls{speed}"
    yield Text(f"\n{counted(event.states)}", style="bold").append(
        f" · {event.seconds:.1f} s · {tokens}", style="not bold"
    )
    rows = [
        ("folder", str(Path(event.folder))) if event.folder else ("", ""),
        ("session", f"{event.session}, revision {event.revision}"),
        ("look", f"gpiot sessions show {event.session} N  (the code of sub-task N)"),
        ("run", f"gpiot run {event.session}  (with --data PATH: on your recordings)"),
        ("change", f'gpiot revise {event.session} N "what to do differently"'),
    ]
    for name, text in rows:
        if name:
            yield Text(f"  {name:<8}", style="dim").append(clean(text), style="not dim")


def _compared(event: Compared) -> Text:
    name = f"{event.stage} · {clean(event.purpose)}" + (f" · sub-task {event.subtask}" if event.subtask else "")
    if event.same:
        return Text("same    ", style="green").append(name, style="default")
    where = f"differs from character {event.first_difference + 1} on"
    return Text("differs ", style="yellow").append(f"{name}: {where}", style="default")


def _replayed(event: Replayed) -> Iterator[RenderableType]:
    yield Text(f"\n{event.same} of {event.calls} answers are the same.", style="bold")
    if not event.digests_same:
        yield Text("The models are not those of the file: their digests differ.", style="yellow")


def _who(event: Event) -> str:
    return f"Sub-task {event.subtask}" if event.subtask else "The plan"


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
