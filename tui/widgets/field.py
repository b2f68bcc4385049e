"""The field of a screen that searches."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class SearchField(Input):
    """Enter and the arrow down lead to what was found: the screen's ``list`` action."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down,enter", "screen.list", "To the list", key_display="↓")]
