"""Turns of a session, a new one and one taken up again; changes of a finished project are in ``agent.changes``.

Each is an async generator of core events whose last is Done or Failed.
What is asked is kept before the first model call, so that a turn killed at any moment is found again. While it runs,
LangGraph keeps a checkpoint at every step; when it is over, what lasts is one revision of the project.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from agent.folder import MANIFEST, check_folder, refuse
from agent.history import project_at
from agent.locks import session_lock
from agent.recordings import with_data
from agent.records import Turn
from agent.run import Run
from agent.terms import Terms
from agent.wiring import Agent
from core.disk import storing
from core.errors import StorageError, UsageError
from core.events import Event
from core.problem import Problem
from core.project import Project, SubTaskState, identifier
from graph.library import named_plan
from graph.state import state_of

Events = AsyncGenerator[Event, None]

_FRAME = r"\b(given|write|build|create|python|code|program|the|a|an|to|and|of|for|that|with|in|from|i|we|need|using)\b"


async def ask(agent: Agent, text: str, terms: Terms) -> Events:
    """Begin a session with a problem and build its project."""
    problem = await with_data(Problem.from_text(text), agent.settings.data)
    if problem.plan:
        await asyncio.to_thread(_check_plan, agent, problem.plan)
    name = _name(problem)
    folder = (terms.folder or Path(name)).absolute()
    check_early(folder, terms.overwrite)
    await agent.open_model()
    with session_lock(agent.folders.state, name):
        # One transaction: killed in between, there would be a session that nothing can be resumed of.
        with agent.store.transaction():
            state = state_of(Project(problem), agent.store)
            agent.store.create_session(name, problem.title, state["problem"], agent.kept_settings())
            request = request_of(state, folder, terms.overwrite, what="ask", partial=True)
            turn = agent.store.begin_turn(name, "ask", request)
        async with aclosing(Run(agent, turn, request, terms).events()) as events:
            async for event in events:
                yield event


def _check_plan(agent: Agent, name: str) -> None:
    if not agent.settings.examples and agent.settings.take_over == "never":
        raise UsageError(
            f"The problem names the plan {name}, and the library is switched off.",
            "Switch it on with: gpiot config set take_over ask",
        )
    named_plan(agent.knowledge, name)


async def resume(agent: Agent, session: str, terms: Terms) -> Events:
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
        request = {**turn.request, "overwrite": turn.request["overwrite"] or terms.overwrite}
        if turn.state == "failed":
            with agent.store.transaction():
                request = _retry(agent, name, turn, request)
                turn = agent.store.begin_turn(name, "retry", request)
        async with aclosing(Run(agent, turn, request, terms).events()) as events:
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


def request_of(
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


def check_early(folder: Path, overwrite: bool, session: str = "") -> None:
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


def _name(problem: Problem) -> str:
    """A session's name: the first telling words of the problem and digits that make it unique."""
    telling = re.sub(_FRAME, " ", problem.title, flags=re.IGNORECASE)
    return f"{identifier(telling, fallback='project', words=3).replace('_', '-')[:32]}-{secrets.token_hex(3)}"
