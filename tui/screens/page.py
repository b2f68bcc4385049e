"""What the screens over the chat have in common: a title, a place for what went wrong, the keys, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from core.errors import GpiotError
from tui.widgets.complaint import Complaint

TYPING_SECONDS = 0.2
"""How long a field rests before what stands in it is looked for."""

LOOKING = "looking"
"""The group of the workers that find what a screen shows."""

Result = TypeVar("Result")


class Page(Screen[Result]):
    """A screen that answers with ``dismiss``: None where the person only looked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back")]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (100, "-wide"),
    ]

    def compose(self) -> ComposeResult:
        """Title, body, complaint, keys."""
        yield Static(id="heading", markup=False)
        yield from self.body()
        yield Complaint()
        yield Footer(show_command_palette=False)

    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""
        raise NotImplementedError

    def head(self, title: str, facts: str = "") -> None:
        """Set the title and what stands beside it; both are safe to draw."""
        line = Content.assemble((title, "bold"), (f"  {facts}" if facts else ""))
        self.query_one("#heading", Static).update(line)

    @contextmanager
    def complaining(self) -> Iterator[None]:
        """Turn an expected failure into the screen's complaint; a success takes the last one away."""
        complaint = self.query_one(Complaint)
        try:
            yield
            complaint.clear()
        except GpiotError as error:
            complaint.say(error.message, error.hint)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Answer; what is still being looked for has no place to be shown any more."""
        self.workers.cancel_group(self, LOOKING)
        return super().dismiss(result)

    def action_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
