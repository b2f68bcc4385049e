"""The conversation: what was said and answered, and the turn that runs. Only what is near the eye is mounted."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
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
_CHARACTERS = 12_000
_STEP = 8
_STEP_CHARACTERS = 6_000
"""What is mounted at once when the window moves: a key is answered before the next one comes."""
_KEPT_PAGES = 3
"""How far away from the eye what is mounted stays so."""


class Conversation(Container):
    """Pieces ``low`` to ``high`` of the whole are mounted; the window moves when its edge comes within a page of the eye."""

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
        await self._move(0, _count(self._pieces[:_PIECES], _CHARACTERS))
        self.tail.scroll_to(y=0, animate=False)

    @on(Click, "#below")
    async def _clicked(self) -> None:
        await self.to_end()

    @on(Tail.Moved)
    def _moved(self) -> None:
        self._reach_later()
        if self.tail.following:
            self.remove_class("-below")

    def _reach_later(self) -> None:
        # What the person asked for is drawn first.
        self.call_after_refresh(self.call_next, self._reach)

    async def _reach(self) -> None:
        """Mount what comes next before the person is there: a page is scrolled as soon as it is wanted."""
        tail, page = self.tail, self.tail.size.height
        if self._moving.locked() or not self._shown or not page:
            return
        tops = self._tops()
        if self._low and tail.scroll_y < page:
            step = _count(self._pieces[max(0, self._low - _STEP) : self._low][::-1], _STEP_CHARACTERS)
            near = bisect_left(tops, tail.scroll_y + (1 + _KEPT_PAGES) * page)
            await self._shift(self._low - step, min(self._low + max(1, near), self._high))
        elif self._high < len(self._pieces) and tops[-1] < tail.scroll_y + 2 * page:
            step = _count(self._pieces[self._high : self._high + _STEP], _STEP_CHARACTERS)
            near = bisect_left(tops, tail.scroll_y - _KEPT_PAGES * page)
            await self._shift(self._low + max(0, near - 1), self._high + step)

    async def _shift(self, low: int, high: int) -> None:
        """Move the window; what the person is looking at stays where it is."""
        tail, marked = self.tail, self._low > 0
        gone = sum(self._height(self._shown[number]) for number in range(self._low, low))
        first = self._low
        await self._move(low, high)
        came = sum(self._height(self._shown[number]) for number in range(low, first))
        shift = came - gone + (low > 0) - marked

        def hold() -> None:
            if shift and not tail.following:
                tail.scroll_to(y=tail.scroll_y + shift, animate=False, immediate=True)

        # What is not laid out yet is scrolled to at once, and all is drawn once, unless that lies beyond the old end.
        if tail.scroll_y + shift < tail.max_scroll_y:
            hold()
        else:
            self.call_after_refresh(hold)

    def _tops(self) -> list[int]:
        """The line on which each mounted piece begins, and the line behind the last one."""
        heights = (self._height(self._shown[number]) for number in range(self._low, self._high))
        return list(accumulate(heights, initial=int(self._low > 0)))

    def _height(self, piece: Widget) -> int:
        """Lines of a piece, which need not be laid out yet."""
        room = self.query_one("#pieces").content_size
        return piece.get_content_height(room, self.screen.size, room.width) + piece.styles.margin.height

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
        self._reach_later()

    async def _drop(self, numbers: Sequence[int]) -> None:
        gone = [self._shown.pop(number) for number in numbers]
        if gone:
            await self.query_one("#pieces").remove_children(gone)
        for piece in gone:
            # Textual 8 remembers the drawn lines of a thousand removed widgets; garbage collections had to walk them.
            piece.refresh()

    def _last_low(self) -> int:
        """Where the last window begins."""
        return len(self._pieces) - _count(self._pieces[-_PIECES:][::-1], _CHARACTERS)

    def _mark(self) -> None:
        self.set_class(self._low > 0, "-earlier")
        self.tail.more = self._high < len(self._pieces)
        # The running turn stands below the last piece, or nowhere.
        self.set_class(self.tail.more, "-away")


def _count(coming: Sequence[Piece], characters: int) -> int:
    """How many of the pieces that come next have so many characters; one at least, where there is one."""
    sizes = accumulate(len(piece.text) for piece in coming)
    return max(min(1, len(coming)), sum(size <= characters for size in sizes))


def _widget(piece: Piece) -> Widget:
    match piece.author:
        case "person":
            return Static(spoken(piece.text) if piece.first else Content(piece.text), classes="person")
        case "notice":
            mark = "! " if piece.first else "  "
            return Static(Content.assemble((mark, "bold $text-warning"), printable(piece.text)), classes="notice")
        case _:
            return Told(piece.text)
