"""Where the person writes: several lines, the history of what was said, and completion of slash commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from tui.messages import Refused, Said
from tui.rows import printable

MOST = 100_000
"""Characters that the composer takes; a pasted log of megabytes is no message."""

_SHOWN = 8


class Composer(Vertical):
    """The text field with the completion above it."""

    def __init__(self, complete: Callable[[str], Sequence[tuple[str, str]]]) -> None:
        """``complete`` gives the commands that begin like a text, each with its help."""
        super().__init__(id="composer")
        self._complete = complete
        self._offered: list[tuple[str, str]] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        """Completion, field."""
        yield Static(id="completion", markup=False)
        yield Field()

    def on_mount(self) -> None:
        """Nothing is offered yet."""
        self.query_one("#completion").display = False

    @property
    def field(self) -> Field:
        """The text field."""
        return self.query_one(Field)

    @property
    def offers(self) -> bool:
        """Whether commands are offered."""
        return bool(self._offered)

    def fill(self, text: str) -> None:
        """Put a text there, to be changed and sent."""
        self.field.load_text(text)
        self.field.move_cursor(self.field.document.end)
        self.field.focus()

    def on_text_area_changed(self) -> None:
        """Offer what the text may become."""
        text = self.field.text
        self._offer(list(self._complete(text)) if text.startswith("/") and "\n" not in text else [])

    def choose(self, step: int) -> None:
        """Move the choice among what is offered."""
        self._at = (self._at + step) % len(self._offered)
        self._draw()

    def take(self) -> bool:
        """Put the chosen command in; False where that changes nothing."""
        name = self._offered[self._at][0]
        changed = name != self.field.text.strip()
        self._offer([])
        if changed:
            self.fill(f"{name} ")
        return changed

    def close(self) -> None:
        """Offer nothing until the text changes."""
        self._offer([])

    def _offer(self, offered: list[tuple[str, str]]) -> None:
        self._offered, self._at = offered, 0
        self.query_one("#completion").display = bool(offered)
        self._draw()

    def _draw(self) -> None:
        low = max(0, min(self._at - _SHOWN + 1, len(self._offered) - _SHOWN))
        rows = []
        for number, (name, text) in list(enumerate(self._offered))[low : low + _SHOWN]:
            mark, style = ("▸ ", "bold") if number == self._at else ("  ", "")
            rows.append(Content.assemble((f"{mark}{name:<10}", style), (f" {text}", "$text-muted")))
        self.query_one("#completion", Static).update(Content("\n").join(rows))


class Field(TextArea):
    """Enter sends; Ctrl+J and Alt+Enter begin a line; Up and Down at the edges bring back what was said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send"),
        Binding("ctrl+j,alt+enter,shift+enter", "line", "New line"),
        Binding("tab", "take", "Complete", show=False),
        Binding("up", "back", "Earlier", show=False),
        Binding("down", "forth", "Later", show=False),
        Binding("pageup", "screen.page(-1)", "Scroll", show=False),
        Binding("pagedown", "screen.page(1)", "Scroll", show=False),
        Binding("ctrl+end", "screen.to_end", "To the end", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(
            id="field",
            compact=True,
            placeholder="Describe an application, ask, revise, or /help",
            highlight_cursor_line=False,
        )
        self._said: list[str] = []
        self._at = 0
        self._draft = ""

    @property
    def composer(self) -> Composer:
        """What the field belongs to."""
        return self.query_ancestor(Composer)

    def remember(self, said: Sequence[str]) -> None:
        """What was said in the session that is open, oldest first."""
        self._said = list(said)
        self._at = len(self._said)

    async def _on_key(self, event: events.Key) -> None:
        """Keys that a text area would write, or that others would overtake."""
        # A binding of priority runs before the keys that were typed ahead of it have arrived here.
        act = _ACTS.get(event.key)
        if act is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        act(self)

    def action_send(self) -> None:
        """Send the text; with a command half typed take the offered one."""
        if self.composer.offers and self.composer.take():
            return
        self.composer.close()
        text = self.text.strip()
        if text:
            self._said = [*(one for one in self._said if one != text), text]
            self._at, self._draft = len(self._said), ""
            self.clear()
            self.post_message(Said(text))

    def action_line(self) -> None:
        """Begin another line."""
        self.insert("\n")

    def action_take(self) -> None:
        """Complete the command, or go to the next part."""
        if self.composer.offers:
            self.composer.take()
        else:
            self.screen.focus_next()

    def action_back(self) -> None:
        """Up: among the offered commands, in the text, or at its first line in the history."""
        if self.composer.offers:
            self.composer.choose(-1)
        elif self.cursor_at_first_line:
            self._recall(-1)
        else:
            self.action_cursor_up()

    def action_forth(self) -> None:
        """Down: the same the other way."""
        if self.composer.offers:
            self.composer.choose(1)
        elif self.cursor_at_last_line:
            self._recall(1)
        else:
            self.action_cursor_down()

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste that is a message; what would steer the terminal becomes visible."""
        event.stop()
        event.prevent_default()
        text = printable(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        if len(text) + len(self.text) > MOST:
            hint = f"At most {MOST:,} characters fit; put it into a file. What was typed is still there."
            self.post_message(Refused(f"The pasted text has {len(text):,} characters.", hint))
        elif result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
            self.focus()

    def _recall(self, step: int) -> None:
        at = self._at + step
        if not 0 <= at <= len(self._said):
            return
        if self._at == len(self._said):
            self._draft = self.text
        self._at = at
        self.load_text(self._said[at] if at < len(self._said) else self._draft)
        self.move_cursor(self.document.end)
        self.composer.close()


_ACTS: dict[str, Callable[[Field], None]] = {
    "enter": Field.action_send,
    "tab": Field.action_take,
    **dict.fromkeys(("ctrl+j", "alt+enter", "shift+enter"), Field.action_line),
}
