"""The choice of a folder of papers: a tree of folders, a path to type, and what an ingest would find there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text, TextType
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import DirectoryTree, Input, Static, Tree
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from core.disk import storing
from core.errors import GpiotError, StorageError
from core.wording import plural
from tui.figures import size
from tui.rows import one_line
from tui.screens.page import LOOKING, TYPING_SECONDS, Page
from tui.threads import outside
from tui.widgets.complaint import Complaint

if TYPE_CHECKING:
    from agent.chat import Chat
    from agent.literature import Preview

_NONE = "No papers here.\n\nPapers are .pdf, .md, .txt and .html files."


class FolderTree(DirectoryTree):
    """Folders only, without hidden ones; their names are shown as text."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.choose", "Ingest this folder"),
        Binding("right", "unfold", "Unfold", key_display="→"),
        Binding("left", "fold", "Fold", key_display="←"),
        Binding("backspace", "screen.up", "Up"),
        Binding("slash", "screen.type", "Type a path", key_display="/"),
    ]

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Folders whose names do not begin with a dot."""
        return [path for path in paths if not path.name.startswith(".") and self._safe_is_dir(path)]

    def process_label(self, label: TextType) -> Text:
        """Labels are file names, which may hold anything."""
        return Text(one_line(str(label)))

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """The sign and the name."""
        sign = self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE
        return Text.assemble((sign, base_style), (str(node.label), style))

    def action_unfold(self) -> None:
        """Show the folders inside."""
        if self.cursor_node:
            self.cursor_node.expand()

    def action_fold(self) -> None:
        """Hide the folders inside; where none are shown, go to the folder around."""
        node = self.cursor_node
        if node and node.is_expanded:
            node.collapse()
        elif node and node.parent:
            self.move_cursor(node.parent)


class FolderScreen(Page[Path]):
    """Answers with a folder that is there and can be read."""

    CSS_PATH: ClassVar = ["page.tcss", "folder.tcss"]
    AUTO_FOCUS = "FolderTree"

    def __init__(self, chat: Chat, start: Path) -> None:
        super().__init__()
        self._chat = chat
        self._folder = start.expanduser()

    def body(self) -> ComposeResult:
        """A field for a path, the tree, the preview."""
        yield Input(
            _short(self._folder), placeholder="Path of a folder", id="typed", compact=True, select_on_focus=False
        )
        with Container(id="parts"):
            yield FolderTree(self._folder)
            yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        """Begin at the given folder."""
        self.head("Add a folder of papers")

    # -- moving -------------------------------------------------------------------------------------------------

    @on(Tree.NodeHighlighted)
    def _moved(self, event: Tree.NodeHighlighted[DirEntry]) -> None:
        if event.node.data and self.query_one(FolderTree).has_focus:
            field = self.query_one("#typed", Input)
            with field.prevent(Input.Changed):
                field.value = _short(event.node.data.path)
            self._turn_to(event.node.data.path)

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        if event.value.strip():
            self._turn_to(Path(event.value.strip()).expanduser())

    @on(Input.Submitted, "#typed")
    def _submitted(self) -> None:
        self.action_choose()

    def action_type(self) -> None:
        """Go to the field for a path."""
        self.query_one("#typed").focus()

    def action_up(self) -> None:
        """Begin the tree one folder higher."""
        tree = self.query_one(FolderTree)
        tree.path = Path(tree.path).absolute().parent
        self._turn_to(Path(tree.path))

    # -- what would be found ------------------------------------------------------------------------------------

    @work(exclusive=True, group=LOOKING)
    async def _turn_to(self, folder: Path) -> None:
        self._folder = folder
        self.query_one(Complaint).clear()
        self._say("Looking …")
        await asyncio.sleep(TYPING_SECONDS)
        try:
            found = await outside(lambda: self._chat.preview(folder))
        except GpiotError as error:
            self._say(f"✗ {one_line(error.message)}\n\n{one_line(error.hint)}")
        else:
            self._say(_described(found))

    def _say(self, text: str) -> None:
        self.query_one("#preview", Static).update(Content(f"{one_line(self._folder.name) or '/'}\n\n{text}"))

    # -- answering ----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="choose")
    async def action_choose(self) -> None:
        """Answer with the folder when it is there."""
        folder = self._folder
        try:
            await outside(lambda: _check(folder))
        except StorageError as error:
            self.query_one(Complaint).say(error.message, error.hint)
        else:
            self.dismiss(folder)


def _short(folder: Path) -> str:
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _check(folder: Path) -> None:
    """Raise StorageError where a folder is not there or cannot be read."""
    with storing(Path(_short(folder))):
        next(folder.iterdir(), None)


def _described(found: Preview) -> str:
    total = sum(found.files.values())
    if not total:
        return _NONE
    suffixes = sorted(found.files.items(), key=lambda item: (-item[1], item[0]))
    counts = "\n".join(f"  {count:>6}  {one_line(suffix)}" for suffix, count in suffixes)
    known = f"{found.known} known already, {total - found.known} to be read"
    return f"{plural(total, 'paper')}, {size(found.size)}\n{counts}\n\n{known}"
