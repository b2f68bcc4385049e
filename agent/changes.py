"""Turns that change a finished project: sub-tasks revised after a wish, stale ones rebuilt, the plan edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from agent.history import head_of, project_at
from agent.locks import session_lock
from agent.records import TurnKind
from agent.run import Run
from agent.terms import Terms
from agent.turns import Events, check_early, request_of
from agent.wiring import Agent
from core.edits import Edit, Edited, apply, say
from core.errors import UsageError
from core.events import Contradicted, Event
from core.order import dependents, edges, mark_stale, stale
from core.project import Project
from core.runs import Fault
from core.wishes import contradictions
from graph.state import keep_json, state_of

Change = Callable[[Project], Edited]
_NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


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


def mend(agent: Agent, session: str, number: int, fault: Fault, terms: Terms) -> Events:
    """Write the program of one sub-task anew after a run that failed; its specification and all other files hold."""
    mends = {str(number): keep_json(agent.store, asdict(fault))}

    def change(project: Project) -> Edited:
        return Edited(_known(project, [number]), (number,))

    return _changed(agent, session, "repair", f"repair {number}: {fault.reason}", change, terms, {"mends": mends})


async def _changed(
    agent: Agent,
    session: str,
    kind: TurnKind,
    what: str,
    change: Change,
    terms: Terms,
    more: Mapping[str, Any] = _NOTHING_MORE,
) -> Events:
    name = agent.store.session(session).id
    with session_lock(agent.folders.state, name):
        row, head = agent.store.session(name), head_of(agent.store, name)
        edited = change(project_at(agent.store, head))
        target = (terms.folder or Path(row.folder or name)).absolute()
        check_early(target, terms.overwrite, name)
        await agent.open_model(dict(row.settings))
        with agent.store.transaction():
            state = {**state_of(edited.project, agent.store), "todo": list(edited.todo), **more}
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
    _known(project, numbers)
    if not wish:
        raise UsageError("The wish is empty.", "Say what to change, for example: use a Kalman filter instead.")
    wanted = (project.subtasks[number] for number in numbers)
    return project.with_subtasks(replace(subtask, wishes=(*subtask.wishes, wish), taken="") for subtask in wanted)


def _known(project: Project, numbers: Sequence[int]) -> Project:
    unknown = [number for number in numbers if project.get(number) is None]
    if unknown or not numbers:
        raise UsageError(
            f"The plan has no sub-task {', '.join(map(str, unknown))}.", f"It has {', '.join(map(str, project.order))}."
        )
    return project


def _with_dependents(project: Project, numbers: Sequence[int]) -> tuple[int, ...]:
    """The sub-tasks to build, in the order of the plan."""
    wanted = {*numbers, *stale(mark_stale(project, numbers)), *dependents(edges(project), numbers)}
    return tuple(number for number in project.order if number in wanted)
