"""A scrolling part that follows its end until the person looks elsewhere."""

from __future__ import annotations

from textual import events
from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import var


class Tail(VerticalScroll):
    """Follows the end; scrolling up or selecting stops that, being at the end again starts it."""

    following = var(True)
    more = False
    """Whether text follows the end of what is here: then nothing is followed there."""
    _pressed = False

    class Moved(Message):
        """The person scrolled, or following began or ended."""

    class StartWanted(Message):
        """The very first text shall be shown."""

    class EndWanted(Message):
        """The very last text shall be shown."""

    def on_mount(self) -> None:
        """Follow from the beginning."""
        self.anchor()

    def release_anchor(self) -> None:
        """Stop following; begin again where the scrolling leads nowhere, such as down at the end."""
        super().release_anchor()
        self.following = False
        self._settle_later()

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._pressed = False
        self.anchor()
        self.following = True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell when an animation is over, too: what moves the window in between would end it."""
        super().watch_scroll_y(old_value, new_value)
        if not self.following and round(old_value) != round(new_value):
            if round(new_value) == round(self.scroll_target_y):
                self.post_message(self.Moved())
            if new_value >= self.max_scroll_y:
                self._settle()

    def watch_following(self) -> None:
        """Tell that following began or ended."""
        self.post_message(self.Moved())

    def action_scroll_home(self) -> None:
        """To the very first text, which may not be mounted."""
        self.post_message(self.StartWanted())

    def action_scroll_end(self) -> None:
        """To the very last text, which may not be mounted."""
        self.post_message(self.EndWanted())

    def action_scroll_up(self) -> None:
        """A line up, at once: an animation draws a dozen frames for every key."""
        self.scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        """A line down."""
        self.scroll_down(animate=False)

    def action_page_up(self) -> None:
        """A page up."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """A page down."""
        self.scroll_page_down(animate=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """What is being selected must not move."""
        if event.button == 1:
            self._pressed = True
            self.release_anchor()

    def on_mouse_up(self) -> None:
        """A click that selected nothing changes nothing."""
        self._pressed = False
        self._settle_later()

    def _settle_later(self) -> None:
        # The scrolling that released the anchor is itself only done after a refresh.
        self.call_after_refresh(lambda: self.call_after_refresh(self._settle))

    def _settle(self) -> None:
        busy = self._pressed or self.screen.get_selected_text()
        # One of the two is behind: where an animation has just begun, or where there is none.
        at_end = min(self.scroll_y, self.scroll_target_y) >= self.max_scroll_y and not self.more
        if at_end and not self.following and not busy:
            self.follow()
