"""A one-line question at the foot of a screen: a new title, a folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input


class Question(Input):
    """Not there until something is asked; Enter answers, Esc leaves the question."""

    DEFAULT_CSS = """
    Question { display: none; border: round $primary; border-title-color: $foreground; }
    Question.-asked { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it"),
        Binding("enter", "submit", "Take it"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[str], None] | None = None
        self._back: Widget | None = None

    def ask(self, title: str, value: str, then: Callable[[str], None]) -> None:
        """Put the question; ``then`` gets an answer that is not empty."""
        self._then, self._back = then, self.screen.focused
        self.border_title, self.value, self.cursor_position = title, value, len(value)
        self.add_class("-asked")
        self.focus()

    async def action_submit(self) -> None:
        """Hand the answer over."""
        answer, then = self.value.strip(), self._then
        self.action_leave()
        if answer and then:
            then(answer)

    def action_leave(self) -> None:
        """Ask no more."""
        self._then = None
        self.remove_class("-asked")
        if self._back is not None:
            self._back.focus()
