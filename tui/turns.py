"""Turns of the open chat: run, cancelled, corrected, tried again; and the plan's review on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerCancelled, WorkerFailed

from core.errors import GpiotError, UsageError
from core.events import Done, Event, Failed, ModelChosen, PlanChecked, Routed
from core.project import Project
from core.routes import Route
from tui.progress import Progress

if TYPE_CHECKING:
    from agent.chat import Chat
    from agent.terms import Accept
    from core.edits import Edit, Edited
    from tui.app import GpiotApp

    Make = Callable[[Chat, Accept], AsyncGenerator[Event, None]]

_BACKEND = 3
"""The exit code of a model server's failure: what then helps is another try or another server."""


@dataclass(slots=True)
class Spoken:
    """A free text and what became of it; ``session``: the one that was open before."""

    text: str
    session: str
    route: Route | None = None
    done: bool = False


class Turns:
    """At most one runs at a time, as a worker of the app."""

    def __init__(self, app: GpiotApp) -> None:
        self._app = app
        self._worker: Worker[None] | None = None
        self._decision: asyncio.Future[bool | Edited] | None = None
        self._reviewed: Project | None = None
        self._last: Spoken | None = None
        self._begun: tuple[str, Make] | None = None
        self.failed: Failed | None = None
        self.chosen: ModelChosen | None = None

    @property
    def busy(self) -> bool:
        """Whether a turn runs."""
        return self._worker is not None and not self._worker.is_finished

    @property
    def backend_failed(self) -> bool:
        """Whether the last turn ended because of the model server."""
        return self.failed is not None and self.failed.code == _BACKEND

    @property
    def spoken(self) -> Spoken | None:
        """The last free text that was taken for something, and can have been meant otherwise."""
        return self._last if self._last and self._last.route else None

    def say(self, text: str, route: Route | None = None) -> None:
        """A free text."""
        spoken = Spoken(text, self._app.opened.session)
        self.start(text, lambda chat, accept: chat.say(text, accept, route))
        self._last = spoken

    def start(self, said: str, make: Make) -> None:
        """Begin a turn; the app says so where one runs already."""
        if self.busy:
            self._app.complain("A turn is running.", "Esc cancels it.")
            return
        self._last, self._begun = None, (said, make)
        self._worker = self._app.run_worker(self._run(said, make), group="turn", exit_on_error=False)

    async def cancel(self) -> None:
        """Stop the running turn; what is finished is kept."""
        if self.busy and self._worker:
            self._worker.cancel()
            with suppress(WorkerFailed, WorkerCancelled):
                await self._worker.wait()

    def retry(self) -> None:
        """Take up what is unfinished, or say the same again."""
        last, begun = self._last, self._begun
        if self._app.opened.unfinished or begun is None:
            self.start("/resume", lambda chat, accept: chat.resume(accept))
        elif last:
            self.say(last.text, last.route if last.route and last.route.by == "person" else None)
        else:
            self.start(*begun)

    async def correct(self, route: Route) -> None:
        """Do the last text again as the person says it was meant."""
        last, chat = self.spoken, self._app.opened
        if last is None or last.route is None:
            return
        await self.cancel()
        if last.route.kind == "problem" and chat.session != last.session:
            chat.open(last.session) if last.session else chat.new()
            await self._app.view.reopen()
        elif last.route.kind in {"revise", "edit"} and last.done:
            chat.undo()
            await self._app.view.sync()
        self.say(last.text, route)

    async def accept(self, project: Project, checked: PlanChecked | None) -> bool | Edited:
        """Whether a plan may go on: the person says."""
        self._decision = asyncio.get_running_loop().create_future()
        self._reviewed = project
        self._app.desk.review(project, checked)
        try:
            return await self._decision
        finally:
            self._decision = self._reviewed = None
            self._app.desk.reviewed()

    def decide(self, go_on: bool) -> None:
        """The person has read the plan under review."""
        if self._decision and not self._decision.done():
            self._decision.set_result(go_on)

    def edit_plan(self, edits: Sequence[Edit]) -> None:
        """Change the plan under review; raises UsageError where that is not possible."""
        from core.edits import apply

        if self._decision is None or self._reviewed is None:
            raise UsageError("No plan is waiting.", "Change a finished one: /plan EDIT")
        if not self._decision.done():
            self._decision.set_result(apply(self._reviewed, edits))

    async def _run(self, said: str, make: Make) -> None:
        chat = self._app.opened
        self.failed = None
        project = chat.project
        progress = Progress(self._app.clock, project or ())
        await self._app.desk.begin(said, project, progress)
        self._app.refresh_bindings()
        try:
            async with aclosing(make(chat, self.accept)) as events:
                async for event in events:
                    self._note(event)
                    await self._app.desk.note(event, lambda: chat.project)
        except GpiotError as error:
            self.failed = Failed(stage="", reason=error.message, hint=error.hint, code=error.exit_code, resumable=False)
        except Exception as error:  # noqa: BLE001 - it is raised by the app, once the terminal is as it was
            self._app.fail(error)
        finally:
            await self._app.view.finish_turn()
            self._report()

    def _report(self) -> None:
        """Say why the turn failed, and the keys that help."""
        failed = self.failed
        if failed is not None:
            keys = "F5 tries again · F6 switches the backend" if self.backend_failed else ""
            resume = "F5 goes on" if failed.resumable and not keys else ""
            self._app.complain(failed.reason, " ".join(filter(None, (failed.hint, keys, resume))))

    def _note(self, event: Event) -> None:
        match event:
            case ModelChosen():
                self.chosen = event
            case Routed() if self._last:
                self._last.route = event.route
                self._app.refresh_bindings()
            case Done() if self._last:
                self._last.done = True
            case Failed():
                self.failed = event
