"""Slash commands: what each asks of the chat and which screen it opens. One table."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from tui import runs

if TYPE_CHECKING:
    from agent.chat import Chat
    from agent.slash import Command
    from core.edits import Edit
    from tui.app import GpiotApp

    Handler = Callable[[GpiotApp, Chat, Command], Awaitable[None]]


async def dispatch(app: GpiotApp, text: str) -> None:
    """Do what a slash command asks for; raises UsageError where it cannot be read."""
    from agent.slash import parse

    command = parse(text)
    if app.turns.busy and command.name not in BESIDE:
        raise UsageError(f"/{command.name} has to wait: a turn is running.", "Esc cancels it.")
    await HANDLERS[command.name](app, app.opened, command)


def edits_of(words: str) -> list[Edit]:
    """The edits that a person typed, one a line or separated by semicolons; raises UsageError."""
    from core.edits import parse

    return [parse(part) for part in re.split(r"[;\n]", words) if part.strip()]


def _path(text: str) -> Path:
    return Path(text).expanduser()


async def _new(app: GpiotApp, chat: Chat, command: Command) -> None:
    chat.new()
    await app.view.reopen()
    if command.text:
        app.turns.start(command.text, lambda chat, accept: chat.ask(command.text, accept))


async def _revise(app: GpiotApp, _chat: Chat, command: Command) -> None:
    said = f"/revise {', '.join(map(str, command.numbers))}: {command.text}"
    app.turns.start(said, lambda chat, accept: chat.revise(command.numbers, command.text, accept))


async def _cascade(app: GpiotApp, _chat: Chat, _command: Command) -> None:
    app.turns.start("/cascade", lambda chat, accept: chat.cascade(accept))


async def _plan(app: GpiotApp, _chat: Chat, command: Command) -> None:
    edits = edits_of(command.text)
    app.turns.start(f"/plan {command.text}", lambda chat, accept: chat.edit(edits, accept))


async def _take(app: GpiotApp, _chat: Chat, command: Command) -> None:
    if command.text:
        raise UsageError(f"/take takes numbers only, not {command.text!r}.", "For example: /take 2")
    edits = edits_of("; ".join(f"take {number}" for number in command.numbers))
    said = f"/take {', '.join(map(str, command.numbers))}"
    app.turns.start(said, lambda chat, accept: chat.edit(edits, accept))


async def _undo(app: GpiotApp, chat: Chat, _command: Command) -> None:
    chat.undo()
    await app.view.sync()


async def _resume(app: GpiotApp, _chat: Chat, _command: Command) -> None:
    app.turns.start("/resume", lambda chat, accept: chat.resume(accept))


async def _ask(app: GpiotApp, _chat: Chat, command: Command) -> None:
    app.turns.start(command.text, lambda chat, _accept: chat.question(command.text))


async def _search(app: GpiotApp, chat: Chat, command: Command) -> None:
    from tui.screens.search import SearchScreen

    hit = await app.push_screen_wait(SearchScreen(chat, command.text))
    if hit is not None:
        app.view.open_paper(hit.passage.paper, hit.passage.page)


async def _ingest(app: GpiotApp, chat: Chat, command: Command) -> None:
    from tui.screens.folder import FolderScreen

    path = _path(command.text) if command.text else await app.push_screen_wait(FolderScreen(chat, Path.cwd()))
    if path is not None:
        app.ingests.start([path])


async def _papers(app: GpiotApp, chat: Chat, _command: Command) -> None:
    from tui.screens.literature import LiteratureScreen

    paths = await app.push_screen_wait(LiteratureScreen(chat))
    if paths:
        app.ingests.start(paths)


async def _methods(app: GpiotApp, chat: Chat, command: Command) -> None:
    from agent.method_trials import Tried, tried
    from core.knowledge import Method
    from tui.screens.library import LibraryScreen

    async def tries(method: Method) -> Tried:
        return (await tried([method], chat.agent.settings, chat.agent.folders))[method.name]

    app.push_screen(LibraryScreen(chat.agent.knowledge, tries, command.text))


async def _sources(app: GpiotApp, _chat: Chat, command: Command) -> None:
    await app.view.subtask(command.numbers[0], tab="sources")


async def _open(app: GpiotApp, _chat: Chat, command: Command) -> None:
    await app.view.subtask(command.numbers[0], tab="spec")


async def _export(app: GpiotApp, chat: Chat, command: Command) -> None:
    folder = _path(command.text)
    files = chat.export(folder)
    await app.view.tell(f"{len(files)} files written to {folder}.")


async def _fork(app: GpiotApp, chat: Chat, command: Command) -> None:
    chat.fork()
    await app.view.reopen()
    if command.text:
        app.turns.say(command.text)


async def _compare(app: GpiotApp, chat: Chat, command: Command) -> None:
    from tui.screens.compare import CompareScreen

    app.push_screen(CompareScreen(f"This session and {command.text}", chat.compare(command.text)))


async def _session(app: GpiotApp, chat: Chat, _command: Command) -> None:
    from tui.screens.sessions import SessionsScreen

    before = chat.session
    chosen = await app.push_screen_wait(SessionsScreen(chat))
    if chosen and chosen != chat.session:
        chat.open(chosen)
    # A session may have been renamed, forked or deleted there.
    if chosen or chat.session != before:
        await app.view.reopen()


async def _model(app: GpiotApp, chat: Chat, _command: Command) -> None:
    from tui.screens.models import ModelsScreen

    backend = await app.push_screen_wait(ModelsScreen(app.turns.chosen, await chat.status()))
    if backend:
        await chat.switch(backend)
        await app.view.status()


async def _help(app: GpiotApp, _chat: Chat, _command: Command) -> None:
    from agent.slash import COMMANDS
    from tui.screens.help import HelpScreen

    app.push_screen(HelpScreen(COMMANDS))


async def _quit(app: GpiotApp, _chat: Chat, _command: Command) -> None:
    await app.action_quit()


HANDLERS: dict[str, Handler] = {
    "new": _new,
    "revise": _revise,
    "cascade": _cascade,
    "plan": _plan,
    "take": _take,
    "data": runs.data,
    "run": runs.run,
    "repair": runs.repair,
    "undo": _undo,
    "resume": _resume,
    "ask": _ask,
    "search": _search,
    "ingest": _ingest,
    "papers": _papers,
    "methods": _methods,
    "sources": _sources,
    "open": _open,
    "export": _export,
    "fork": _fork,
    "compare": _compare,
    "session": _session,
    "model": _model,
    "help": _help,
    "quit": _quit,
}
BESIDE = frozenset({"search", "ingest", "papers", "methods", "sources", "open", "help", "quit"})
"""Commands that change nothing in the session: they work while a turn runs."""
