"""The conversation: what was said and answered, and the turn that runs. Only what is near the eye is mounted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import accumulate

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Static

from core.events import Event
from tui.pieces import Author, Piece, pieces
from tui.progress import Progress
from tui.rows import printable
from tui.widgets.live import Live, spoken
from tui.widgets.tail import Tail
from tui.widgets.told import Told

_PIECES = 24
_CHARACTERS = 24_000
_STEP = 8
_STEP_CHARACTERS = 6_000
"""What is mounted at once when the window moves: a key is answered before the next one comes."""


class Conversation(Container):
    """Pieces ``low`` to ``high`` of the whole are mounted; the window moves when the person reaches its edge."""

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._pieces: list[Piece] = []
        self._shown: dict[int, Widget] = {}
        self._low = self._high = 0
        self._moving = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The earlier mark, the pieces, the running turn, and the mark of new text below."""
        # As high as the part at least: a short conversation stands at its foot, and does not jump when it is scrolled.
        with Tail(id="tail"), Vertical(id="whole"):
            yield Static("▲ earlier", id="earlier", markup=False)
            yield Vertical(id="pieces")
            yield Live()
        yield Static("▼ new text below · End", id="below", markup=False)

    def on_mount(self) -> None:
        """Both marks wait."""
        self._mark()

    @property
    def tail(self) -> Tail:
        """What scrolls."""
        return self.query_one(Tail)

    @property
    def live(self) -> Live:
        """The running turn."""
        return self.query_one(Live)

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self._pieces and not self.live.display

    async def show(self, lines: Sequence[tuple[Author, str]]) -> None:
        """Another conversation: its end is shown."""
        self._pieces = [piece for author, text in lines for piece in pieces(author, text)]
        async with self._moving:
            await self._drop(list(self._shown))
        await self.to_end()

    async def add(self, author: Author, text: str) -> None:
        """A line more at the end."""
        whole = self._high == len(self._pieces)
        self._pieces += pieces(author, text)
        if whole and self.tail.following:
            await self._move(self._last_low(), len(self._pieces))
        elif whole and self._high - self._low < 2 * _PIECES:
            await self._move(self._low, len(self._pieces))
        self.new_text()

    def begin(self, said: str, progress: Progress) -> None:
        """A turn begins."""
        self.live.begin(said, progress)
        self.tail.follow()

    async def note(self, event: Event) -> None:
        """An event of the running turn."""
        await self.live.note(event)
        self.new_text()

    def new_text(self) -> None:
        """Something came at the end; it is marked where the person looks elsewhere."""
        self.set_class(not self.tail.following, "-below")

    async def to_end(self) -> None:
        """Show the last text and follow it."""
        await self._move(self._last_low(), len(self._pieces))
        self.tail.follow()
        self.remove_class("-below")

    @on(Tail.EndWanted)
    async def _end(self) -> None:
        await self.to_end()

    @on(Tail.StartWanted)
    async def _start(self) -> None:
        await self._move(0, min(_PIECES, len(self._pieces)))
        self.tail.scroll_to(y=0, animate=False)

    @on(Click, "#below")
    async def _clicked(self) -> None:
        await self.to_end()

    @on(Tail.Moved)
    async def _moved(self, event: Tail.Moved) -> None:
        if event.top and self._low:
            step = _step(self._pieces[max(0, self._low - _STEP) : self._low][::-1])
            await self._shift(self._low - step, max(self._high - step, self._low))
        elif event.bottom and self._high < len(self._pieces):
            step = _step(self._pieces[self._high : self._high + _STEP])
            await self._shift(min(self._low + step, self._high - 1), self._high + step)
        if self.tail.following:
            self.remove_class("-below")

    async def _shift(self, low: int, high: int) -> None:
        """Move the window; what the person is looking at stays where it is."""
        high = high if high - low > _PIECES else min(low + _PIECES, len(self._pieces))
        kept = next(widget for number, widget in sorted(self._shown.items()) if low <= number < high)
        # Where it stands among the pieces: its place on the screen is not known until it is drawn again.
        before = kept.virtual_region.y
        await self._move(low, high)

        def hold() -> None:
            shift = kept.virtual_region.y - before
            if shift and not self.tail.following:
                self.tail.scroll_to(y=self.tail.scroll_y + shift, animate=False, immediate=True)

        self.call_after_refresh(hold)

    async def _move(self, low: int, high: int) -> None:
        """Mount exactly the pieces from ``low`` to ``high``."""
        async with self._moving:
            box = self.query_one("#pieces")
            with self.app.batch_update():
                await self._drop([number for number in self._shown if not low <= number < high])
                before = [number for number in range(low, high) if number < min(self._shown, default=high)]
                after = [number for number in range(low, high) if number not in self._shown and number not in before]
                self._shown |= {number: _widget(self._pieces[number]) for number in (*before, *after)}
                await box.mount_all([self._shown[number] for number in before], before=0 if box.children else None)
                await box.mount_all([self._shown[number] for number in after])
            self._low, self._high = low, high
        self._mark()

    async def _drop(self, numbers: Sequence[int]) -> None:
        gone = [self._shown.pop(number) for number in numbers]
        if gone:
            await self.query_one("#pieces").remove_children(gone)

    def _last_low(self) -> int:
        """Where the last window begins: a bounded number of pieces and characters, and never none."""
        low, size = len(self._pieces), 0
        while low and len(self._pieces) - low < _PIECES and size < _CHARACTERS:
            low -= 1
            size += len(self._pieces[low].text)
        return low

    def _mark(self) -> None:
        self.set_class(self._low > 0, "-earlier")
        # The running turn stands below the last piece, or nowhere.
        self.set_class(self._high < len(self._pieces), "-away")


def _step(coming: Sequence[Piece]) -> int:
    """How many of the pieces that come next are mounted at once."""
    sizes = accumulate(len(piece.text) for piece in coming)
    return max(1, sum(size <= _STEP_CHARACTERS for size in sizes))


def _widget(piece: Piece) -> Widget:
    match piece.author:
        case "person":
            return Static(spoken(piece.text) if piece.first else Content(piece.text), classes="person")
        case "notice":
            mark = "! " if piece.first else "  "
            return Static(Content.assemble((mark, "bold $text-warning"), printable(piece.text)), classes="notice")
        case _:
            return Told(piece.text)
