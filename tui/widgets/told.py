"""A finished piece of Markdown in the conversation."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.markdown import Block, blocks, drawn


class Told(Widget):
    """One widget for a whole piece: hundreds of them cost nothing while they are not looked at."""

    DEFAULT_CSS = """
    Told { width: 1fr; height: auto; margin-top: 1; text-wrap: nowrap; }
    """

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._text = text
        self._blocks: list[Block] | None = None
        self._drawn: tuple[int, Content] | None = None

    def show(self, text: str) -> None:
        """Another piece in its place."""
        self._text, self._blocks, self._drawn = text, None, None
        self.refresh(layout=True)

    def render(self) -> Content:
        """The piece at the width it has."""
        return self._at(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the wrapped text has."""
        del container, viewport
        return self._at(width).plain.count("\n") + 1

    def _at(self, width: int) -> Content:
        if self._drawn is None or self._drawn[0] != width:
            self._blocks = blocks(self._text) if self._blocks is None else self._blocks
            self._drawn = (width, drawn(self._blocks, width))
        return self._drawn[1]
