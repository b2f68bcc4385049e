"""One line that says what went wrong on a screen and what would help."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.rows import one_line


class Complaint(Static):
    """Not there until something goes wrong."""

    DEFAULT_CSS = """
    Complaint { display: none; height: auto; padding: 0 1; color: $text-error; background: $error-muted; }
    Complaint.-said { display: block; }
    """

    def say(self, message: str, hint: str = "") -> None:
        """Show what went wrong, on as many lines as it needs."""
        self.update(Content.assemble(("✗ ", "bold"), one_line(message), (f" {one_line(hint)}" if hint else "", "dim")))
        self.add_class("-said")

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.remove_class("-said")
