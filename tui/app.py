"""The chat's application: it opens the agent after the first frame, and joins what the person does with what the chat can.

Importing this module brings what the first frame is made of; the rest of the front end and the agent follow in a thread.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from core.closing import to_the_end
from core.errors import GpiotError, UsageError
from tui import messages
from tui.rows import printable
from tui.screens.chat import ChatScreen

if TYPE_CHECKING:
    from textual.widgets import Markdown

    from agent.chat import Chat
    from tui.ingests import Ingests
    from tui.turns import Turns
    from tui.view import View

# Imported behind the first frame, in this order: what shows the agent, then the agent.
_LATER = (
    "tui.widgets.conversation",
    "tui.widgets.detail",
    "tui.widgets.plan",
    "tui.turns",
    "tui.ingests",
    "tui.view",
    "agent.chat",
)
_NEED_PARTS = frozenset({"cancel", "retry", "correct", "slash"})
_CLOSING_SECONDS = 5.0


class GpiotApp(App[None]):
    """``open_chat`` is entered in the event loop, after the first frame; ``clock`` gives seconds.

    failure: an unexpected error, to be raised by who ran the app once the terminal is as it was
    """

    view: View
    turns: Turns
    ingests: Ingests

    TITLE = "gpiot"
    # Textual loads a screen's own style sheet when it is pushed; this one is there from the first frame.
    CSS_PATH = "screens/chat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True),
    ]

    def __init__(
        self,
        open_chat: Callable[[], AbstractAsyncContextManager[Chat]],
        session: str = "",
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._open_chat = open_chat
        self._session = session
        self.clock = clock
        self.failure: BaseException | None = None
        self._chat: Chat | None = None
        self._queue: list[str] = []
        self._leaving = asyncio.Event()
        self._gone = asyncio.Event()

    # -- opening and closing --------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """The chat is there from the first frame."""
        return ChatScreen()

    def on_mount(self) -> None:
        """What is slow begins when there is something to see."""
        self.call_after_refresh(lambda: self.run_worker(self._live(), group="agent", exit_on_error=False))

    @property
    def desk(self) -> ChatScreen:
        """The main screen, whatever lies over it."""
        found = self.screen_stack[0]
        assert isinstance(found, ChatScreen)  # noqa: S101 - get_default_screen makes it so
        return found

    @property
    def opened(self) -> Chat:
        """The open chat; raises UsageError before it is there."""
        if self._chat is None:
            raise UsageError("The agent is still being opened.", "Try again in a moment.")
        return self._chat

    @property
    def ready(self) -> bool:
        """Whether the chat is open."""
        return self._chat is not None

    async def _live(self) -> None:
        """Hold the chat open: what it opened belongs to the loop's thread."""
        try:
            await self._furnish()
            await asyncio.to_thread(importlib.import_module, _LATER[-1])
            async with self._open_chat() as chat:
                await self._work_with(chat)
        except GpiotError as error:
            self.desk.status.say("the agent could not be opened")
            self.complain(error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - it is raised once the terminal is as it was
            self.fail(error)
        finally:
            self._chat = None
            self._gone.set()

    async def _furnish(self) -> None:
        """Put in what is drawn with libraries that take their time to be imported."""
        for name in _LATER[:-1]:
            await asyncio.to_thread(importlib.import_module, name)
        from tui.ingests import Ingests
        from tui.turns import Turns
        from tui.view import View

        self.view, self.turns, self.ingests = View(self), Turns(self), Ingests(self)
        await self.desk.furnish()
        self.refresh_bindings()

    async def _work_with(self, chat: Chat) -> None:
        try:
            if self._session:
                chat.open(self._session)
            self._chat = chat
            await self.view.reopen()
            # What is there by now stays: looked through for garbage again and again, it would hold up keys for 0.1 s.
            gc.freeze()
            for text in self._queue:
                await self.take(text)
            await self._leaving.wait()
        finally:
            # However the app ends: what runs writes its last lines before the store is closed under it.
            await to_the_end(asyncio.gather(self.turns.cancel(), self.ingests.cancel()))

    async def action_quit(self) -> None:
        """Stop what runs, close the agent, leave; everything is kept."""
        self._leaving.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._gone.wait(), _CLOSING_SECONDS)
        self.exit()

    def fail(self, error: BaseException) -> None:
        """An unexpected error ends the app, without a traceback behind it."""
        self.failure = self.failure or error
        self.exit(return_code=1)

    def complain(self, message: str, hint: str = "") -> None:
        """One line that says what went wrong and what would help."""
        self.desk.complaint.say(message, hint)
        self.refresh_bindings()

    # -- what the person does ---------------------------------------------------------------------------------------

    async def take(self, text: str) -> None:
        """Prose is said, a slash command done; before the agent is there both wait for it."""
        if not self.ready:
            self._queue.append(text)
            self.desk.status.say("starting … your message is sent as soon as the agent is there")
        elif text.startswith("/"):
            self.command(text)
        elif self.turns.busy:
            self.desk.composer.fill(text)
            self.complain("A turn is running.", "Wait for it, or Esc cancels it.")
        else:
            self.turns.say(text)

    def command(self, text: str) -> None:
        """Do a slash command; screens it opens are waited for beside everything else."""
        from tui.commands import dispatch

        self.desk.complaint.clear()
        self.attempt(dispatch(self, text))

    def attempt(self, work: Awaitable[None]) -> None:
        """Do something that may fail as expected: then one line says so."""

        async def trying() -> None:
            try:
                await work
            except GpiotError as error:
                self.complain(error.message, error.hint)
            except Exception as error:  # noqa: BLE001 - it is raised once the terminal is as it was
                self.fail(error)

        self.run_worker(trying(), group="attempt", exit_on_error=False)

    @on(messages.Said)
    async def _said(self, event: messages.Said) -> None:
        await self.take(event.text)

    @on(messages.Refused)
    def _refused(self, event: messages.Refused) -> None:
        self.complain(event.reason, event.hint)

    @on(messages.SubTaskSelected)
    def _selected(self, event: messages.SubTaskSelected) -> None:
        if self.ready:
            self.attempt(self.view.subtask(event.number, enter=event.entered))

    @on(messages.PlanAccepted)
    def _accepted(self) -> None:
        self.turns.decide(True)

    @on(messages.PlanKept)
    def _kept(self) -> None:
        self.turns.decide(False)

    @on(messages.PlanTyped)
    def _typed(self, event: messages.PlanTyped) -> None:
        from tui.commands import edits_of

        try:
            self.turns.edit_plan(edits_of(event.words))
        except UsageError as error:
            self.desk.plan.review.refuse(f"{error.message} {error.hint}")

    @on(messages.SourceWanted)
    def _source(self, event: messages.SourceWanted) -> None:
        self.attempt(self.view.source(event.citation))

    @on(messages.CodeWanted)
    def _code(self, event: messages.CodeWanted) -> None:
        self.attempt(self.view.code(event.to))

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """An address in an answer is shown and not followed."""
        self.notify(printable(event.href), title="Not opened: the address was written by a model", markup=False)

    def action_retry(self) -> None:
        """Go on with what is unfinished, or try again."""
        if self.ready and not self.turns.busy:
            self.turns.retry()

    def action_correct(self) -> None:
        """Say what the last text was meant as."""

        async def asking() -> None:
            from tui.screens.route import RouteScreen

            spoken = self.turns.spoken
            if spoken is None:
                return
            route = await self.push_screen_wait(RouteScreen(spoken.text, self.opened.project))
            if route is not None:
                await self.turns.correct(route)

        self.attempt(asking())

    async def action_cancel(self) -> None:
        """Cancel the running turn; what is finished is kept."""
        self.desk.status.say("cancelling …")
        await self.turns.cancel()
        self.desk.status.say("")

    def action_slash(self, name: str) -> None:
        """A slash command by its key or from the palette."""
        self.command(f"/{name}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have nothing to do are not offered."""
        if not self.desk.furnished:
            return action not in _NEED_PARTS
        if action == "cancel":
            return self.turns.busy and not self.desk.composer.offers
        if action == "retry":
            return self.ready and not self.turns.busy and bool(self.turns.failed or self.opened.unfinished)
        if action == "correct":
            return self.turns.spoken is not None
        return parameters != ("model",) or self.turns.backend_failed

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own, and every slash command that needs no more words."""
        from agent.slash import COMMANDS

        yield from super().get_system_commands(screen)
        for slash in COMMANDS:
            if not slash.text and not slash.numbers[0]:
                yield SystemCommand(f"/{slash.name}", slash.help, lambda name=slash.name: self.action_slash(name))
