"""Turns that change a finished project: sub-tasks revised after a wish, stale ones rebuilt, the plan edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from agent.history import project_at
from agent.locks import session_lock
from agent.records import Revision, TurnKind
from agent.run import Run
from agent.terms import Terms
from agent.turns import Events, check_early, request_of
from agent.wiring import Agent
from core.edits import Edit, Edited, apply, say
from core.errors import StorageError, UsageError
from core.events import Contradicted, Event
from core.order import dependents, edges, mark_stale, stale
from core.project import Project
from core.wishes import contradictions
from graph.state import state_of

Change = Callable[[Project], Edited]


def revise(
    agent: Agent, session: str, numbers: Sequence[int], wish: str, terms: Terms, *, cascade: bool = False
) -> Events:
    """Build sub-tasks anew after a wish; with ``cascade`` those that depend on them and all that are stale as well."""

    def change(project: Project) -> Edited:
        changed = _wished(project, numbers, wish.strip())
        return Edited(changed, _with_dependents(changed, numbers) if cascade else tuple(numbers))

    what = f"revise {', '.join(map(str, numbers))}: {wish}"
    return _changed(agent, session, "cascade" if cascade else "revise", what, change, terms)


def cascade(agent: Agent, session: str, terms: Terms) -> Events:
    """Build all stale sub-tasks anew."""

    def change(project: Project) -> Edited:
        todo = stale(project)
        if not todo:
            raise UsageError("No sub-task is stale.", "Change one with: /revise N WISH")
        return Edited(project, todo)

    return _changed(agent, session, "cascade", "cascade", change, terms)


def edit(agent: Agent, session: str, edits: Sequence[Edit], terms: Terms) -> Events:
    """Change the plan, and build what is new or reworded in it."""
    what = f"plan: {'; '.join(map(say, edits))}"
    return _changed(agent, session, "edit", what, lambda project: apply(project, edits), terms)


async def _changed(agent: Agent, session: str, kind: TurnKind, what: str, change: Change, terms: Terms) -> Events:
    name = agent.store.session(session).id
    with session_lock(agent.folders.state, name):
        row, head = agent.store.session(name), _head(agent, name)
        edited = change(project_at(agent.store, head))
        target = (terms.folder or Path(row.folder or name)).absolute()
        check_early(target, terms.overwrite, name)
        await agent.open_model(dict(row.settings))
        with agent.store.transaction():
            state = {**state_of(edited.project, agent.store), "todo": list(edited.todo)}
            request = request_of(state, target, terms.overwrite, what=what, partial=False, calls=head.body["calls"])
            turn = agent.store.begin_turn(name, kind, request)
        async with aclosing(Run(agent, turn, request, terms, _contradicted(edited)).events()) as events:
            async for event in events:
                yield event


def _contradicted(edited: Edited) -> tuple[Event, ...]:
    """What the newest wish of each revised sub-task takes back."""
    built = (edited.project.subtasks[number] for number in edited.todo)
    return tuple(
        Contradicted(subtask=subtask.id, earlier=earlier, later=subtask.wishes[-1])
        for subtask in built
        for earlier in contradictions(subtask.wishes)
    )


def _wished(project: Project, numbers: Sequence[int], wish: str) -> Project:
    unknown = [number for number in numbers if project.get(number) is None]
    if unknown or not numbers:
        raise UsageError(
            f"The plan has no sub-task {', '.join(map(str, unknown))}.", f"It has {', '.join(map(str, project.order))}."
        )
    if not wish:
        raise UsageError("The wish is empty.", "Say what to change, for example: use a Kalman filter instead.")
    wanted = (project.subtasks[number] for number in numbers)
    return project.with_subtasks(replace(subtask, wishes=(*subtask.wishes, wish)) for subtask in wanted)


def _with_dependents(project: Project, numbers: Sequence[int]) -> tuple[int, ...]:
    """The sub-tasks to build, in the order of the plan."""
    wanted = {*numbers, *stale(mark_stale(project, numbers)), *dependents(edges(project), numbers)}
    return tuple(number for number in project.order if number in wanted)


def _head(agent: Agent, session: str) -> Revision:
    head = agent.store.head(session)
    if head is None:
        raise StorageError(f"Session {session} has no project yet.", f"Let it finish: gpiot sessions resume {session}")
    return head
