"""The ledger: what became of every file that was ingested, failed ones first with what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.wording import plural
from tui.rows import Cell, Row, one_line
from tui.screens.folder import FolderScreen
from tui.screens.page import Page
from tui.widgets.complaint import Complaint

if TYPE_CHECKING:
    from agent.chat import Chat

_STATES = {"failed": "✗ failed", "new": "○ new", "gone": "– gone", "read": "✓ read"}
_ORDER = tuple(_STATES)
_EMPTY = """No papers yet.

Press a to choose a folder of papers (.pdf, .md, .txt, .html), or type /ingest PATH in the chat."""
_WIDE = 120


class File(Protocol):
    """What is shown of an entry of the ledger."""

    @property
    def path(self) -> str:
        """Where it lies."""

    @property
    def state(self) -> str:
        """``new``, ``read``, ``failed`` or ``gone``."""

    @property
    def reason(self) -> str:
        """Why it failed."""

    @property
    def hint(self) -> str:
        """What would help."""

    @property
    def title(self) -> str:
        """Of the paper, empty where it is not known."""

    @property
    def year(self) -> int:
        """Of the paper, 0 where it is not known."""

    @property
    def pages(self) -> int:
        """How many the file has."""


class LiteratureScreen(Page[list[Path]]):
    """Answers with what shall be ingested: files that failed, or a folder.

    start: where the choice of a folder begins, by default the home folder
    """

    CSS_PATH: ClassVar = ["page.tcss", "literature.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", "Retry failed"),
        Binding("a", "add", "Add a folder"),
    ]

    def __init__(self, chat: Chat, start: Path | None = None) -> None:
        super().__init__()
        self._chat = chat
        self._start = start
        self._files: Sequence[File] = ()

    def body(self) -> ComposeResult:
        """The files, and where the one under the cursor lies."""
        yield Static(_row("state", "pages", "year", "title", "file"), classes="columns")
        yield OptionList()
        yield Static(classes="empty", markup=False)
        yield Static(id="path")

    def on_mount(self) -> None:
        """Read the ledger."""
        none = ""
        with self.complaining():
            self._files = sorted(
                self._chat.papers(), key=lambda file: (_ORDER.index(file.state), _name(file).casefold())
            )
            none = _EMPTY
        self.query_one(".empty", Static).update(none)
        listed = self.query_one(OptionList)
        listed.add_options(Option(_drawn(file)) for file in self._files)
        listed.highlighted = 0 if self._files else None
        self.head("Literature", _counts(self._files))
        for name in ("OptionList", ".columns", "#path"):
            self.query_one(name).set_class(not self._files, "hidden")
        self.query_one(".empty").set_class(bool(self._files), "hidden")

    @on(OptionList.OptionHighlighted)
    def _show_path(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#path", Static).update(Content(one_line(self._files[event.option_index].path)))

    def action_retry(self) -> None:
        """Have all failed files read again."""
        with self.complaining():
            if again := self._chat.retry():
                self.dismiss(again)
                return
        self.query_one(Complaint).say("No file failed: there is nothing to retry.")

    def action_add(self) -> None:
        """Choose a folder to ingest."""
        chosen = FolderScreen(self._chat, self._start or Path.home())
        self.app.push_screen(chosen, self._added)

    def _added(self, folder: Path | None) -> None:
        if folder:
            self.dismiss([folder])


def _counts(files: Sequence[File]) -> str:
    states = Counter(file.state for file in files)
    parts = [f"{_STATES[state][0]} {states[state]} {state}" for state in _ORDER if states[state]]
    return " · ".join([*parts, plural(sum(file.pages for file in files), "page")]) if files else ""


def _drawn(file: File) -> Row:
    name = Path(file.path).name
    known = (str(file.pages) if file.pages else "", str(file.year) if file.year else "")
    below = [Content(one_line(file.reason)), Content.styled(f"→ {one_line(file.hint)}", "italic")]
    return _row(
        _STATES[file.state], *known, _name(file), name if file.title else "",
        [part for part in below if file.state == "failed" and part.plain.strip("→ ")],
    )  # fmt: skip


def _name(file: File) -> str:
    return file.title or Path(file.path).name


def _row(state: str, pages: str, year: str, title: str, file: str, below: Sequence[Content] = ()) -> Row:
    cells = (
        Cell(state, 8),
        Cell(pages, 5, right=True),
        Cell(year, 4),
        Cell(title, style="bold" if below else ""),
        Cell(file, least=_WIDE, style="dim"),
    )
    return Row(cells, below, indent=10)
