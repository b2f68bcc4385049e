"""What the person asks of the program: the recordings it reads, runs of it, and repairs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from core.wording import plural
from tui.screens.confirm import ConfirmScreen

if TYPE_CHECKING:
    from agent.chat import Chat
    from agent.slash import Command
    from core.project import Project
    from tui.app import GpiotApp

_PART = re.compile(r"(from|only)\s+#?(\d+)", re.IGNORECASE)


async def data(app: GpiotApp, chat: Chat, command: Command) -> None:
    """Name the recordings and tell what they are like; raises UsageError where nothing is there."""
    if not command.text:
        raise UsageError("Which recordings?", "It is used like this: /data PATH, with the path of a file or a folder.")
    app.desk.status.say("looking at the recordings …")
    try:
        profile = await chat.use_data(_path(command.text))
    finally:
        app.desk.status.say("")
    await app.view.tell(profile.markdown(), "agent")


async def run(app: GpiotApp, chat: Chat, command: Command) -> None:
    """Run the program, or a part of it, once the person has said yes; raises UsageError."""
    project = _project(chat)
    first, only = _part(command.text, project)
    what = f"Sub-task {first} and those after it" if first else f"Sub-task {only} alone" if only else ""
    kept = f"{what}, with the values that the last run has kept of those before." if what else ""
    if await _sure(app, chat, "Run the program?", kept):
        said = f"/run {command.text}".rstrip()
        app.turns.start(said, lambda chat, accept: chat.run(accept, first=first, only=only))


async def repair(app: GpiotApp, chat: Chat, command: Command) -> None:
    """Run the program and have it mended where it fails, once the person has said yes; raises UsageError."""
    _project(chat)
    if command.text:
        raise UsageError(f"/repair takes no more words: {command.text}", "It runs all of it: /repair")
    most = max(1, chat.repairs)
    mended = f"Where it fails, the sub-task at fault is written anew and all of it run again: {plural(most, 'repair')} at most."
    if await _sure(app, chat, "Run the program, and repair it?", mended):
        app.turns.start("/repair", lambda chat, accept: chat.run(accept, repairs=most))


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _project(chat: Chat) -> Project:
    project = chat.project
    if project is None or not project.order:
        raise UsageError("There is no program yet.", "Describe an application first, or open one: /session")
    return project


def _part(words: str, project: Project) -> tuple[int, int]:
    """The sub-task to begin with and the one to run alone, 0 for neither; raises UsageError."""
    if not words:
        return 0, 0
    found = _PART.fullmatch(words)
    if found is None:
        raise UsageError(f"/run cannot be read: {words}", "It is used like this: /run, /run from N, /run only N")
    number = int(found[2])
    if project.get(number) is None:
        raise UsageError(f"The plan has no sub-task {number}.", f"It has {', '.join(map(str, project.order))}.")
    return (number, 0) if found[1].lower() == "from" else (0, number)


async def _sure(app: GpiotApp, chat: Chat, question: str, part: str) -> bool:
    """Whether it may run: the person says, where the settings have them asked."""
    if not chat.asks_to_run:
        return True
    sure = await app.push_screen_wait(ConfirmScreen(question, _terms(chat, part)))
    return sure is True


def _terms(chat: Chat, part: str) -> str:
    """What runs, what it can see, and what it may use."""
    project, settings = _project(chat), chat.agent.settings
    kept = chat.agent.store.session(chat.session).settings
    recordings = str(settings.data or kept.get("data", ""))
    reads = f"{recordings}, which it can only read" if recordings else "none (name them before: /data PATH)"
    return "\n\n".join(
        [
            project.problem.title,
            part or f"All of it: {plural(len(project.order), 'sub-task')}, written by a model.",
            "It runs in a sandbox: no network, nothing of your home folder, none of your keys.",
            f"Your recordings: {reads}.",
            f"It may use {settings.run_seconds:.0f} s and {settings.run_memory:,} MB, and write to a folder of its own.",
        ]
    )
