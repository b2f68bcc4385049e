"""Two projects side by side, as Markdown with a diff."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tui.rows import one_line, printable
from tui.screens.page import Page


class CompareScreen(Page[None]):
    """A text to be read and scrolled; links in it are not followed."""

    CSS_PATH: ClassVar = ["page.tcss", "compare.tcss"]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, markdown: str) -> None:
        super().__init__()
        self._title = title
        self._markdown = markdown

    def body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Markdown(printable(self._markdown) or "Nothing differs.", open_links=False)

    def on_mount(self) -> None:
        """Title."""
        self.head(one_line(self._title))
