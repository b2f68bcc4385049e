"""A question with two answers, before something that cannot be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Static

from tui.rows import printable


class ConfirmScreen(ModalScreen[bool]):
    """Answers True only for a yes; Esc and the button under the cursor at first are a no."""

    CSS_PATH = "confirm.tcss"
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No"),
        Binding("left", "app.focus_previous", "Other", show=False),
        Binding("right", "app.focus_next", "Other", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
    ]

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail

    def compose(self) -> ComposeResult:
        """Question, detail, two buttons."""
        with Vertical():
            yield Static(printable(self._question), id="question", markup=False)
            if self._detail:
                with VerticalScroll(can_focus=False):
                    yield Static(printable(self._detail), id="detail", markup=False)
            with Horizontal():
                yield Button("y  Yes", id="yes", compact=True)
                yield Button("n  No", id="no", compact=True)
        yield Footer()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_scroll(self, lines: int) -> None:
        """Read on in a long detail."""
        for detail in self.query(VerticalScroll):
            detail.scroll_relative(y=lines, animate=False)

    def action_answer(self, sure: bool) -> None:
        """Answer by a key."""
        self.dismiss(sure)
