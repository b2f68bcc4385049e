"""The stored sessions: open, rename, delete; fork and export the one that is open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core.errors import StorageError
from core.wording import plural
from tui.figures import ago, size
from tui.rows import Cell, Row, one_line
from tui.screens.confirm import ConfirmScreen
from tui.screens.page import LOOKING, TYPING_SECONDS, Page
from tui.widgets.complaint import Complaint
from tui.widgets.field import SearchField
from tui.widgets.question import Question

if TYPE_CHECKING:
    from agent.chat import Chat
    from agent.records import Session

_STATES = {
    "new": "○ new",
    "running": "● running",
    "waiting": "? waiting",
    "interrupted": "‖ interrupted",
    "failed": "✗ failed",
    "done": "✓ done",
    "abandoned": "– abandoned",
}
_MANIFEST = "project.json"
_HEADING = " "


class SessionList(OptionList):
    """The sessions, the latest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open"),
        Binding("slash", "screen.search", "Search", key_display="/"),
        Binding("r", "screen.rename", "Rename"),
        Binding("d", "screen.delete", "Delete"),
        Binding("f", "screen.fork", "Fork ▸"),
        Binding("e", "screen.export", "Export ▸"),
    ]


class SessionsScreen(Page[str]):
    """Answers with the id of the session to open; a fork is open already.

    clock: seconds since the epoch
    """

    CSS_PATH: ClassVar = ["page.tcss", "sessions.tcss"]
    AUTO_FOCUS = "SessionList"

    def __init__(self, chat: Chat, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._chat = chat
        self._clock = clock
        self._sessions: list[Session] = []

    def body(self) -> ComposeResult:
        """A search field, the list, and a line for a new title or a folder."""
        yield SearchField(placeholder="/ searches titles and conversations", id="search", compact=True)
        yield Static(_row(_HEADING, "state", "title", "last", "size", "revisions"), classes="columns")
        yield SessionList()
        yield Static(classes="empty", markup=False)
        yield Question()

    def on_mount(self) -> None:
        """Show all sessions, the open one under the cursor."""
        self._fill(self._chat.session)

    # -- the list -----------------------------------------------------------------------------------------------

    def _fill(self, chosen: str = "") -> None:
        words = self.query_one("#search", Input).value
        with self.complaining():
            self._sessions = self._chat.sessions(words)
        listed = self.query_one(SessionList)
        listed.clear_options().add_options(Option(self._drawn(one), id=one.id) for one in self._sessions)
        places = [n for n, one in enumerate(self._sessions) if one.id == chosen]
        listed.highlighted = places[0] if places else 0 if self._sessions else None
        self.head("Sessions", _found(len(self._sessions), words))
        self._show_empty(words)

    def _show_empty(self, words: str) -> None:
        none = "No session holds these words." if words else "No sessions yet. Describe an application in the chat."
        self.query_one(".empty", Static).update(none)
        self.query_one(".empty").set_class(bool(self._sessions), "hidden")
        self.query_one(".columns").set_class(not self._sessions, "hidden")
        if not self._sessions and not words:
            self.set_focus(None)

    def _drawn(self, session: Session) -> Row:
        return _row(
            "▸" if session.id == self._chat.session else "",
            _STATES.get(session.state, session.state),
            session.title or session.id,
            ago(session.updated, self._clock()),
            size(session.size_bytes),
            str(session.revisions),
        )

    @property
    def _chosen(self) -> Session | None:
        place = self.query_one(SessionList).highlighted
        return self._sessions[place] if place is not None else None

    # -- search -------------------------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    @work(exclusive=True, group=LOOKING)
    async def _typed(self) -> None:
        await asyncio.sleep(TYPING_SECONDS)
        self._fill()

    def action_list(self) -> None:
        """From the search field to the list."""
        if self._sessions:
            self.query_one(SessionList).focus()

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search").focus()

    def action_back(self) -> None:
        """From the search field to the list, from there to the chat."""
        if self.query_one("#search").has_focus and self._sessions:
            self.query_one(SessionList).focus()
        else:
            self.dismiss(None)

    # -- what can be done with one ------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_rename(self) -> None:
        """Ask for another title of the session under the cursor."""
        if session := self._chosen:
            then = lambda title: self._rename(session.id, title)  # noqa: E731 - it closes over the session
            self.query_one(Question).ask("New title", session.title, then)

    def _rename(self, session: str, title: str) -> None:
        with self.complaining():
            self._chat.rename(session, title)
            self._fill(session)

    def action_delete(self) -> None:
        """Delete the session under the cursor when the person is sure."""
        if session := self._chosen:
            question = ConfirmScreen("Delete this session?", f"{session.title}\n\nIts project folder stays.")
            self.app.push_screen(question, lambda sure: self._delete(session.id) if sure else None)

    def _delete(self, session: str) -> None:
        with self.complaining():
            self._chat.delete(session)
            self._fill(self._chat.session)

    # -- what can be done with the open one ---------------------------------------------------------------------

    def _is_open(self) -> bool:
        if not self._chat.session:
            self.query_one(Complaint).say("No session is open.", "Open one first, then fork or export it.")
        return bool(self._chat.session)

    def action_fork(self) -> None:
        """Copy the open session and go on with the copy."""
        if self._is_open():
            with self.complaining():
                self.dismiss(self._chat.fork())

    def action_export(self) -> None:
        """Ask for a folder to write the open session's project to."""
        if self._is_open():
            self.query_one(Question).ask("Write the open session's project to the folder", "", self._export)

    def _export(self, answer: str) -> None:
        folder = Path(answer).expanduser()
        try:
            self._write(folder, overwrite=False)
        except StorageError as error:
            if not (folder / _MANIFEST).is_file():
                self.query_one(Complaint).say(error.message, error.hint)
                return
            question = ConfirmScreen("Overwrite the project in this folder?", error.message)
            self.app.push_screen(question, lambda sure: self._overwrite(folder) if sure else None)

    def _overwrite(self, folder: Path) -> None:
        with self.complaining():
            self._write(folder, overwrite=True)

    def _write(self, folder: Path, *, overwrite: bool) -> None:
        names = self._chat.export(folder, overwrite=overwrite)
        self.query_one(Complaint).clear()
        self.head("Sessions", f"✓ {plural(len(names), 'file')} written to {one_line(str(folder))}")


def _found(count: int, words: str) -> str:
    return plural(count, "session") + (" found" if words else "") + ("  ·  ▸ is the open one" if count else "")


def _row(mark: str, state: str, title: str, last: str, bytes_: str, revisions: str) -> Row:
    return Row(
        (
            Cell(mark, 1),
            Cell(state, 13),
            Cell(title, style="bold" if mark != _HEADING else ""),
            Cell(last, 10, right=True),
            Cell(bytes_, 8, right=True),
            Cell(revisions, 9, right=True),
        )
    )
