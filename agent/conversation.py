"""The conversation of the open session: what the person says, and what each turn tells of itself, is kept as lines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress

from agent.narration import Narrator
from agent.records import Line, LineAuthor
from agent.store import Store
from core.errors import GpiotError, StorageError
from core.events import Event, Failed

Events = AsyncGenerator[Event, None]
Emit = Callable[[Event], None]

_CANCELLED = "Cancelled; what was finished is kept."


class Conversation:
    """The lines of a session; before there is one they are held here.

    session: id of the open session, empty before the first problem
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self.session = ""
        self._store = store
        self._clock = clock
        self._early: list[Line] = []

    @property
    def lines(self) -> list[Line]:
        """All of them, oldest first."""
        return [*(self._store.talk.of(self.session) if self.session else ()), *self._early]

    def open(self, session: str) -> None:
        """Go on in another session, or in none."""
        self.session, self._early = session, []

    def remember(self, author: LineAuthor, text: str) -> None:
        """Keep a line; an empty one is none."""
        if text.strip():
            self._early.append(Line(author, text, self._clock()))
            self._settle(self.session)

    async def told(self, said: str, events: Events) -> Events:
        """A turn's events, told to the conversation however it ends; an expected failure is its last event."""
        narrator, ended = Narrator(), False
        # Which session it belongs to is only known by the turn's own events: it may begin another one.
        self._early.append(Line("person", said, self._clock()))
        try:
            async with aclosing(_ending(events)) as ending:
                async for event in ending:
                    self._settle(event.session)
                    narrator.note(event)
                    yield event
            ended = True
        finally:
            self.remember("agent", narrator.text())
            if not ended:
                self.remember("notice", _CANCELLED)

    def _settle(self, session: str) -> None:
        """Keep what was said so far with the session that it belongs to."""
        if not session:
            return
        self.session = session
        early, self._early = self._early, []
        # A conversation that cannot be kept does not undo the turn that it tells of.
        with suppress(StorageError):
            for line in early:
                self._store.talk.add(session, line)


async def _ending(events: Events) -> Events:
    """The events, with an expected failure as the last one."""
    try:
        async with aclosing(events):
            async for event in events:
                yield event
    except GpiotError as error:
        yield Failed(stage="", reason=error.message, hint=error.hint, code=error.exit_code, resumable=False)


async def streamed(work: Callable[[Emit], Awaitable[Event]]) -> Events:
    """The events that a piece of work emits, as they come, and the one that it returns."""
    events: asyncio.Queue[Event | None] = asyncio.Queue()

    async def run() -> Event:
        try:
            return await work(events.put_nowait)
        finally:
            events.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        while (event := await events.get()) is not None:
            yield event
        yield await task
    finally:
        task.cancel()
        await asyncio.wait([task])
