"""Keys and slash commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.rows import pairs
from tui.screens.page import Page

if TYPE_CHECKING:
    from agent.slash import Slash

_INTRODUCTION = (
    "Say what you want in your own words: a new application, a wish about a step, a change of the plan, or a question. "
    "How it was understood is shown and can be corrected. The commands say the same exactly."
)


class HelpScreen(Page[None]):
    """The commands of the table and the keys that hold on the screen below.

    keys: other keys than those, with what they do
    """

    CSS_PATH: ClassVar = ["page.tcss", "help.tcss"]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, commands: Sequence[Slash], keys: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._commands = [(command.usage, command.help) for command in commands]
        self._keys = keys

    def body(self) -> ComposeResult:
        """What can be said, the commands, the keys."""
        keys = self._keys if self._keys is not None else self._keys_below()
        with VerticalScroll():
            yield Static(_INTRODUCTION)
            for title, rows in (("Commands", self._commands), ("Keys", list(keys.items()))):
                if rows:
                    yield Static(title, classes="title")
                    yield Static(pairs(rows))

    def on_mount(self) -> None:
        """Title."""
        self.head("Help")

    def _keys_below(self) -> dict[str, str]:
        """The described keys of the screen that the person comes from."""
        below = self.app.screen_stack[-2].active_bindings.values()
        return {self.app.get_key_display(one.binding): one.binding.description for one in below if one.binding.show}
