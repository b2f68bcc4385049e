"""Turns of a session: ask, revise, resume. Each is an async generator of core events whose last is Done or Failed.

What is asked is kept before the first model call, so that a turn killed at any moment is found again. While it runs,
LangGraph keeps a checkpoint at every step; when it is over, what lasts is one revision of the project.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.disk import storing
from agent.folder import MANIFEST, check_folder, refuse
from agent.history import project_at
from agent.locks import session_lock
from agent.records import Revision, Turn
from agent.run import Run
from agent.wiring import Agent
from core.errors import StorageError, UsageError
from core.events import Event, PlanChecked
from core.order import dependents, edges, mark_stale, stale
from core.problem import Problem
from core.project import Project, SubTaskState, identifier
from graph.state import state_of

Accept = Callable[[Project, PlanChecked], Awaitable[bool]]
Events = AsyncGenerator[Event, None]

_FRAME = r"\b(given|write|build|create|python|code|program|the|a|an|to|and|of|for|that|with|in|from|i|we|need|using)\b"


async def ask(agent: Agent, text: str, *, folder: Path | None, overwrite: bool, accept: Accept) -> Events:
    """Begin a session with a problem and build its project."""
    problem = Problem.from_text(text)
    name = _name(problem)
    folder = (folder or Path(name)).absolute()
    _check_early(folder, overwrite)
    await agent.open_model()
    with session_lock(agent.folders.state, name):
        # One transaction: killed in between, there would be a session that nothing can be resumed of.
        with agent.store.transaction():
            state = state_of(Project(problem), agent.store)
            agent.store.create_session(name, problem.title, state["problem"], agent.kept_settings())
            request = _request(state, folder, overwrite, what="ask", partial=True)
            turn = agent.store.begin_turn(name, "ask", request)
        async with aclosing(Run(agent, turn, request, accept).events()) as events:
            async for event in events:
                yield event


async def revise(
    agent: Agent,
    session: str,
    number: int,
    wish: str,
    *,
    cascade: bool,
    folder: Path | None,
    overwrite: bool,
    accept: Accept,
) -> Events:
    """Build one sub-task anew after a wish; with ``cascade`` those that depend on it and all that are stale as well."""
    name = agent.store.session(session).id
    with session_lock(agent.folders.state, name):
        row, head = agent.store.session(name), _revision(agent, name)
        project = _wished(project_at(agent.store, head), name, number, wish)
        target = (folder or Path(row.folder or name)).absolute()
        _check_early(target, overwrite, name)
        await agent.open_model(dict(row.settings))
        with agent.store.transaction():
            state = {**state_of(project, agent.store), "todo": _todo(project, number, cascade)}
            what = f"revise {number}: {wish}"
            request = _request(state, target, overwrite, what=what, partial=False, calls=head.body["calls"])
            turn = agent.store.begin_turn(name, "cascade" if cascade else "revise", request)
        async with aclosing(Run(agent, turn, request, accept).events()) as events:
            async for event in events:
                yield event


async def resume(agent: Agent, session: str, *, overwrite: bool, accept: Accept) -> Events:
    """Take up what a session left: an interrupted turn where it stopped, a failed one by a new try."""
    name = agent.store.session(session).id
    with session_lock(agent.folders.state, name):
        row, turn = agent.store.session(name), agent.store.open_turn(name)
        if turn is None:
            raise StorageError(
                f"Session {name} has nothing to resume: its last turn is {row.state}.",
                f"Change it with: gpiot revise {name} N 'WISH'",
            )
        await agent.open_model(dict(row.settings))
        request = {**turn.request, "overwrite": turn.request["overwrite"] or overwrite}
        if turn.state == "failed":
            with agent.store.transaction():
                request = _retry(agent, name, turn, request)
                turn = agent.store.begin_turn(name, "retry", request)
        async with aclosing(Run(agent, turn, request, accept).events()) as events:
            async for event in events:
                yield event


def _retry(agent: Agent, session: str, turn: Turn, request: dict[str, Any]) -> dict[str, Any]:
    """The request of a new try: only the failed sub-tasks where the plan stands, else all of it."""
    head = agent.store.head(session)
    if head is None or head.turn != turn.number:
        return request
    project = project_at(agent.store, head)
    failed = [subtask.id for subtask in project if subtask.state is SubTaskState.FAILED]
    state = {**state_of(project, agent.store), "todo": failed}
    return {**request, "state": state, "calls": head.body["calls"], "what": f"retry {', '.join(map(str, failed))}"}


def _request(
    state: Mapping[str, Any], folder: Path, overwrite: bool, *, what: str, partial: bool, calls: Sequence[str] = ()
) -> dict[str, Any]:
    """What a turn is to do, as it is kept; ``partial``: the project is kept even where sub-tasks fail."""
    return {
        "state": dict(state),
        "folder": str(folder),
        "overwrite": overwrite,
        "what": what,
        "partial": partial,
        "calls": list(calls),
    }


def _wished(project: Project, session: str, number: int, wish: str) -> Project:
    subtask = project.get(number)
    if subtask is None:
        raise UsageError(
            f"Session {session} has no sub-task {number}.",
            f"It has {', '.join(map(str, project.order))}; see: gpiot sessions show {session}",
        )
    if not wish.strip():
        raise UsageError("The wish is empty.", "Say what to change, for example: use a Kalman filter instead.")
    return project.with_subtasks([replace(subtask, wishes=(*subtask.wishes, wish.strip()))])


def _todo(project: Project, number: int, cascade: bool) -> list[int]:
    """The sub-tasks to build, in dependency order; without cascade what depends on the revised one is left alone."""
    if not cascade:
        return [number]
    stale_ones = stale(mark_stale(project, [number]))
    wanted = {number, *stale_ones, *dependents(edges(project), [number])}
    return [n for n in project.order if n in wanted]


def _check_early(folder: Path, overwrite: bool, session: str = "") -> None:
    """Say before any model works that the folder cannot take the project; of ``session`` itself it may hold one."""
    files = dict.fromkeys(("main.py", "README.md", "requirements.txt", MANIFEST), "")
    refuse(folder, check_folder(folder, files), overwrite=overwrite, session=session)
    with storing(folder):
        standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not standing.is_dir():
        raise StorageError(f"{standing}: a file stands where a folder is needed.", "Choose another folder with --out.")
    # Tried, not asked: what the permissions say does not hold on every file system.
    with storing(standing), tempfile.TemporaryDirectory(prefix=".gpiot-", dir=standing):
        pass


def _revision(agent: Agent, session: str) -> Revision:
    head = agent.store.head(session)
    if head is None:
        raise StorageError(f"Session {session} has no project yet.", f"Let it finish: gpiot sessions resume {session}")
    return head


def _name(problem: Problem) -> str:
    """A session's name: the first telling words of the problem and digits that make it unique."""
    telling = re.sub(_FRAME, " ", problem.title, flags=re.IGNORECASE)
    return f"{identifier(telling, fallback='project', words=3).replace('_', '-')[:32]}-{secrets.token_hex(3)}"
