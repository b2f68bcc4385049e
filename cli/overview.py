"""A stored project for people: the plan and its states, or one sub-task in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from cli.render import code, counted, indented, listed, planned, specification
from core.errors import UsageError
from core.terminal import clean

if TYPE_CHECKING:
    from agent.records import Session
    from core.project import Project, SubTask

_STYLES = {"done": "green", "failed": "red", "stale": "yellow", "running": "cyan", "waiting": "dim"}


def print_project(session: Session, project: Project) -> None:
    """The problem, every sub-task with its state, and what can be done next."""
    console = _console()
    wide = not console.is_terminal
    console.print(Text(f"{session.id} · {session.state} · revision {session.head}", style="bold"), soft_wrap=wide)
    console.print(indented(project.problem.markdown(), console.is_terminal), soft_wrap=wide)
    for item in project:
        console.print()
        for line in (*planned(item, console.is_terminal), *_standing(item)):
            console.print(line, soft_wrap=wide)
    console.print()
    console.print(Text(counted({str(item.id): item.state.value for item in project}), style="bold"), soft_wrap=wide)
    for name, text in _next(session):
        console.print(Text(f"  {name:<8}", style="dim").append(clean(text), style="not dim"), soft_wrap=wide)


def print_subtask(session: Session, project: Project, number: int) -> None:
    """One sub-task's description, specification and program; raises UsageError where there is none."""
    item = project.get(number)
    if item is None:
        known = ", ".join(map(str, project.order)) or "none"
        raise UsageError(f"Session {session.id} has no sub-task {number}.", f"Its sub-tasks: {known}.")
    console = _console()
    styled = console.is_terminal
    found = [*planned(item, styled), *_standing(item)]
    if item.spec:
        found += specification(number, item.spec.markdown(), styled)
    if item.program:
        found += [
            Text(),
            listed(item.file_name, item.program),
            code(item.program.code, "python", styled),
        ]
    for line in found:
        console.print(line, soft_wrap=not styled)


def _standing(item: SubTask) -> list[Text]:
    state = item.state.value
    found = [
        Text(f"   {state}", style=_STYLES[state]).append(f"  {item.file_name if item.program else ''}", style="dim")
    ]
    found += [Text(f"   asked for: {clean(wish)}", style="cyan") for wish in item.wishes]
    found += [Text(f"   {clean(note)}", style="yellow") for note in item.notes]
    return [*found, Text(f"   {clean(item.error)}", style="red")] if item.error else found


def _next(session: Session) -> list[tuple[str, str]]:
    found = [("folder", session.folder)] if session.folder else []
    if session.state in {"interrupted", "failed", "waiting"}:
        found.append(("go on", f"gpiot sessions resume {session.id}"))
    return [*found, ("look", f"gpiot sessions show {session.id} N"), ("change", f'gpiot revise {session.id} N "..."')]


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)
