"""A person's chat with the agent: what they say is routed, done, told and remembered.

The front end hands over texts and shows core's events; what it shows of a session that was opened again comes from
``project`` and ``lines``. Nothing here draws.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent import changes, history, shelf, turns
from agent.conversation import Conversation, Emit, Events, streamed
from agent.history import Undone
from agent.literature import Library, Preview
from agent.programs import Wanted
from agent.recordings import place, profiled
from agent.records import Line, LineAuthor, Session
from agent.running import run
from agent.terms import Accept, Terms
from agent.wiring import Agent, open_agent
from core.edits import Edit, say
from core.errors import UsageError
from core.events import Event, Routed
from core.papers import Hit
from core.profiles import Profile
from core.project import Project
from core.roles import RTSLM
from core.routes import Route
from core.settings import Folders, Settings, changed
from graph.answering import answer
from graph.routing import route as routed
from graph.state import PLANNED, SPECIFIED, Deps

if TYPE_CHECKING:
    from agent.literature import Entry


@dataclass(frozen=True, slots=True)
class Status:
    """What the footer says.

    backend, model: empty before a model is opened; weak: its programs are not to be relied upon
    papers, passages: in the index; failed: files that could not be read
    """

    backend: str
    model: str
    weak: bool
    papers: int
    passages: int
    failed: int


class Chat:
    """One open conversation; at most one turn runs at a time.

    Turns are async generators of core events; the last one is Done, Answered, Routed (what is unclear is asked back)
    or Failed. Whatever else fails raises a GpiotError.
    """

    def __init__(self, agent: Agent, *, clock: Callable[[], float] = time.time) -> None:
        self.agent = agent
        self._conversation = Conversation(agent.store, clock)

    @property
    def session(self) -> str:
        """The id of the open session, empty before the first problem."""
        return self._conversation.session

    @property
    def project(self) -> Project | None:
        """The project as it stands: the latest revision, before the first one the bare problem; None without a session."""
        return history.standing(self.agent.store, self.session) if self.session else None

    @property
    def lines(self) -> Sequence[Line]:
        """The conversation so far, oldest first."""
        return self._conversation.lines

    @property
    def unfinished(self) -> str:
        """The state of a last turn that can be resumed: ``waiting``, ``interrupted``, ``failed``; else empty."""
        turn = self.agent.store.open_turn(self.session) if self.session else None
        return turn.state.replace("running", "interrupted") if turn else ""

    def diff(self, number: int) -> str:
        """What the latest revision changed in a sub-task's specification and module, as a unified diff."""
        return history.diff(self.agent.store, self.session, number) if self.session else ""

    async def status(self) -> Status:
        """What the footer says now."""
        agent = self.agent
        if agent.model is None:
            return Status(agent.settings.backend, agent.settings.model, False, *self._library.size())
        name, weak = agent.model.model(RTSLM).name, agent.model.abilities.weak
        return Status(agent.model.backend, name, weak, *self._library.size())

    def remember(self, author: LineAuthor, text: str) -> None:
        """Keep a line of the conversation that belongs to no turn."""
        self._conversation.remember(author, text)

    def say(self, text: str, accept: Accept, route: Route | None = None) -> Events:
        """Do what a free text asks for; Routed comes first. ``route``: the person's own choice."""
        return self._conversation.told(text, self._said(text, accept, route))

    def ask(self, text: str, accept: Accept) -> Events:
        """A new session for a problem."""
        return self._conversation.told(text, turns.ask(self.agent, text, self._terms(accept)))

    def question(self, text: str) -> Events:
        """A question about the project or the literature."""
        return self._conversation.told(text, self._answered(text))

    def revise(self, numbers: Sequence[int], wish: str, accept: Accept, *, cascade: bool = False) -> Events:
        """Build sub-tasks anew after a wish."""
        said = f"/revise {', '.join(map(str, numbers))}: {wish}"
        turn = changes.revise(self.agent, self._opened(), numbers, wish, self._terms(accept), cascade=cascade)
        return self._conversation.told(said, turn)

    def cascade(self, accept: Accept) -> Events:
        """Build all stale sub-tasks anew."""
        return self._conversation.told("/cascade", changes.cascade(self.agent, self._opened(), self._terms(accept)))

    def edit(self, edits: Sequence[Edit], accept: Accept) -> Events:
        """Change the plan and build what is new in it."""
        said = f"/plan {'; '.join(map(say, edits))}"
        return self._conversation.told(said, changes.edit(self.agent, self._opened(), edits, self._terms(accept)))

    def resume(self, accept: Accept) -> Events:
        """Take up an unfinished turn."""
        return self._conversation.told("/resume", turns.resume(self.agent, self._opened(), self._terms(accept)))

    def run(self, accept: Accept, *, repairs: int = 0, first: int = 0, only: int = 0) -> Events:
        """Run the project in the sandbox on the person's data, with so many repairs; the last event is RunEnded.

        first: from this sub-task on; only: this one alone; both go on with the values that the run before has kept
        """
        said = ("/repair" if repairs else "/run") + (f" from {first}" if first else f" only {only}" if only else "")
        wanted = Wanted(data=self.agent.settings.data, repairs=repairs, first=first, only=only)
        return self._conversation.told(said, run(self.agent, self._opened(), wanted, Terms(accept)))

    @property
    def asks_to_run(self) -> bool:
        """Whether the person is asked before a program runs."""
        return self.agent.settings.run == "ask"

    @property
    def repairs(self) -> int:
        """How many repairs are tried where no other number is asked for."""
        return self.agent.settings.repairs

    async def use_data(self, path: Path) -> Profile:
        """Take these recordings for the next problem and the next runs; what they are like. Raises UsageError."""
        where = place(str(path)) or path
        self.agent.settings = changed(self.agent.settings, {"data": str(where)})
        return await profiled(where)

    def new(self) -> None:
        """Leave the session; the next problem begins another one."""
        self._conversation.open("")

    def open(self, session: str) -> None:
        """Go on with a stored session; raises SessionUnknown."""
        self._conversation.open(self.agent.store.session(session).id)

    def undo(self) -> Undone:
        """Take back the latest revision; raises StorageError where there is none."""
        undone = history.undo(self.agent.store, self._opened())
        edited = f" Edited by you and left as they are: {', '.join(undone.edited)}." if undone.edited else ""
        self.remember("agent", f"Undone: {undone.what}.{edited}")
        return undone

    def fork(self) -> str:
        """A copy of the session as it stands becomes the open one; its id."""
        self.open(shelf.fork(self.agent.store, self._opened()))
        return self.session

    def compare(self, other: str) -> str:
        """The project beside that of another session: plans and changed files, as Markdown."""
        return shelf.compare(self.agent.store, self._opened(), other)

    def export(self, folder: Path, *, overwrite: bool = False) -> tuple[str, ...]:
        """Write the project to a folder; the files' names. Raises StorageError."""
        return history.export(self.agent.store, self._opened(), folder, overwrite).files

    def sessions(self, words: str = "") -> list[Session]:
        """Stored sessions, the latest first; with ``words`` those whose title, problem or conversation holds them all."""
        return shelf.find(self.agent.store, words)

    def rename(self, session: str, title: str) -> None:
        """Give a session another title."""
        shelf.rename(self.agent.store, session, title)

    def delete(self, session: str) -> None:
        """Remove a session; its project folder stays."""
        name = self.agent.store.session(session).id
        history.delete(self.agent.store, name)
        if name == self.session:
            self.new()

    async def switch(self, backend: str) -> None:
        """Let another model server answer from the next turn on; raises SettingsError for an unknown one."""
        await self.agent.switch(backend)

    async def search(self, words: str, limit: int = 8) -> Sequence[Hit]:
        """Passages of the ingested papers."""
        return await self._library.search(words, limit)

    def preview(self, folder: Path) -> Preview:
        """What an ingest of this folder would find; raises LiteratureError where it cannot be read."""
        return self._library.preview(folder)

    def papers(self) -> list[Entry]:
        """Every file of the ledger; its fields are path, state, reason, hint, pages, title, year, paper (id), passages."""
        return self._library.entries()

    def retry(self) -> list[Path]:
        """Failed files, marked to be read again; hand them to ``ingest``."""
        return [Path(entry.path) for entry in self._library.ledger.retry()]

    def file_of(self, paper: str) -> Path | None:
        """Where the file of a paper's id lies now."""
        paths = (Path(entry.path) for entry in self._library.entries() if entry.paper == paper)
        return next((path for path in paths if path.is_file()), None)

    def ingest(self, folders: Sequence[Path]) -> Events:
        """Ingest beside the conversation: IngestProgress, FileFailed, at last Ingested. Raises LiteratureError."""
        return self._library.ingest(folders)

    @property
    def _library(self) -> Library:
        return self.agent.papers

    async def _said(self, text: str, accept: Accept, chosen: Route | None) -> Events:
        deps = await self._deps()

        async def work(emit: Emit) -> Event:
            return Routed(route=chosen or await routed(text, self.project, deps, emit, self._last_revised()))

        found = Route("unclear")
        async with aclosing(streamed(work)) as events:
            async for event in events:
                found = event.route if isinstance(event, Routed) else found
                yield event
        if found.kind != "unclear":
            async with aclosing(self._done(text, found, accept)) as events:
                async for event in events:
                    yield event

    def _last_revised(self) -> tuple[int, ...]:
        found = self.agent.store.turns(self.session)[-1:] if self.session else []
        return tuple(found[0].request["state"]["todo"]) if found and found[0].kind == "revise" else ()

    def _done(self, text: str, route: Route, accept: Accept) -> Events:
        match route.kind:
            case "revise":
                return changes.revise(self.agent, self._opened(), route.numbers, text, self._terms(accept))
            case "edit":
                return changes.edit(self.agent, self._opened(), route.edits, self._terms(accept))
            case "question":
                return self._answered(text)
        return turns.ask(self.agent, text, self._terms(accept))

    async def _answered(self, text: str) -> Events:
        deps = await self._deps()
        async with aclosing(streamed(lambda emit: answer(text, self.project, deps, emit))) as events:
            async for event in events:
                yield event

    async def _deps(self) -> Deps:
        kept = dict(self.agent.store.session(self.session).settings) if self.session else None
        model = await self.agent.open_model(kept)
        return self.agent.deps(model)

    def _terms(self, accept: Accept) -> Terms:
        if self.agent.settings.plan_review:
            return Terms(accept, pause=PLANNED)
        return Terms(_always, pause=SPECIFIED)

    def _opened(self) -> str:
        if not self.session:
            raise UsageError("There is no project yet.", "Describe an application first, or open one: /session")
        return self.session


async def _always(_project: Project, _checked: object) -> bool:
    return True


@asynccontextmanager
async def open_chat(settings: Settings, folders: Folders) -> AsyncIterator[Chat]:
    """A chat of these settings; everything it opened is closed at the end."""
    async with open_agent(settings, folders) as agent:
        yield Chat(agent)
