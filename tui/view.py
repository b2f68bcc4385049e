"""What is shown of the open chat: its session, its lines, its status, and one sub-task in detail."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.errors import LiteratureError, UsageError
from tui.rows import printable

if TYPE_CHECKING:
    from agent.records import LineAuthor
    from core.papers import Citation
    from tui.app import GpiotApp


class View:
    """Takes from the chat what the main screen renders."""

    def __init__(self, app: GpiotApp) -> None:
        self._app = app
        self._known: tuple[str, int] = ("", 0)

    async def tell(self, text: str, author: LineAuthor = "notice") -> None:
        """A line of the conversation beside the turns."""
        self._app.opened.remember(author, text)
        if not self._app.turns.busy:
            await self.sync()

    async def reopen(self) -> None:
        """Show the session that is open now."""
        chat = self._app.opened
        lines = [(line.author, line.text) for line in chat.lines]
        self._known = (chat.session, len(lines))
        await self._app.desk.open(chat.project, lines)
        if chat.unfinished:
            self._app.complain(f"The last turn is {chat.unfinished}.", "F5 goes on with it.")
        await self.status()

    async def sync(self) -> None:
        """Show what the session has become: its project and the lines that are new."""
        chat = self._app.opened
        session, count = self._known
        if session not in ("", chat.session):
            await self.reopen()
            return
        lines = [(line.author, line.text) for line in chat.lines]
        self._known = (chat.session, len(lines))
        await self._app.desk.finish(chat.project, lines[count:])
        await self._app.desk.greet()
        await self._refresh_detail()

    async def finish_turn(self) -> None:
        """Whatever a turn left is shown; nothing where the app is being closed."""
        if self._app.ready and self._app.is_running:
            await self.sync()
            await self.status()
            self._app.refresh_bindings()

    async def status(self) -> None:
        """Model, backend and index below, and in the welcome."""
        if self._app.ready and self._app.is_running:
            status = await self._app.opened.status()
            self._app.desk.status.show(status)
            await self._app.desk.greet(status)

    async def subtask(self, number: int, tab: str = "", *, enter: bool = True) -> None:
        """A sub-task in detail; raises UsageError where there is none of this number."""
        project = self._app.opened.project
        task = (project.get(number) if project else None) or self._app.desk.made(number)
        if task is None:
            raise UsageError(f"The plan has no sub-task {number}.", "")
        await self._app.desk.show_task(task, self._app.opened.diff(number))
        if tab:
            self._app.desk.detail.turn_to(tab)
        if enter:
            self._app.desk.action_front("detail")

    async def _refresh_detail(self) -> None:
        shown = self._app.desk.detail.shown
        if shown is not None:
            with suppress(UsageError):
                await self.subtask(shown.id, enter=False)

    def open_paper(self, paper: str, page: int) -> None:
        """Open the page in the system's viewer; raises LiteratureError where that is not possible."""
        from tui.viewer import open_page

        path = self._app.opened.file_of(paper)
        if path is None:
            raise LiteratureError("The paper's file is not where it was ingested.", "See /papers.")
        viewer = open_page(path, page)
        self._app.notify(f"{printable(path.name)}, page {page}: opened with {viewer}", markup=False)

    async def source(self, citation: Citation) -> None:
        """The page of a citation in the system's viewer."""
        self.open_paper(citation.paper, citation.page)

    async def code(self, to: Literal["clipboard", "file"]) -> None:
        """The code of the sub-task in detail, copied or saved in the working folder."""
        from tui.saving import save

        app, shown = self._app, self._app.desk.detail.shown
        if shown is None or shown.program is None:
            return
        if to == "file":
            await save(app, Path.cwd() / shown.file_name, shown.program.code)
        else:
            app.copy_to_clipboard(shown.program.code)
            app.notify(f"The code of sub-task {shown.id} was copied.", markup=False)
