"""Markdown that a model or a paper wrote."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from textual.await_complete import AwaitComplete
from textual.widgets import Markdown

from tui.markdown import parser
from tui.rows import printable


class Prose(Markdown):
    """Markdown of foreign origin: HTML is shown as text, links are not followed, nothing steers the terminal."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(text, id=id, classes=classes, parser_factory=_parser, open_links=False)

    def update(self, markdown: str) -> AwaitComplete:
        """Show another text."""
        return super().update(printable(markdown))

    def append(self, markdown: str) -> AwaitComplete:
        """Show more text below."""
        return super().append(printable(markdown))


def _parser() -> MarkdownIt:
    found = parser()
    found.core.ruler.push("harmless", _harmless)
    return found


def _harmless(state: StateCore) -> None:
    """Entities such as ``&#x202e;`` steer only once they are parsed; a block without a language is not guessed at (slow)."""
    for token in state.tokens:
        token.info = token.info or ("text" if token.type == "fence" else "")
        for child in token.children or ():
            child.content = printable(child.content)
