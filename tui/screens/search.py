"""Passages of the ingested papers that fit some words, with the place that fits best."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core.errors import GpiotError
from core.papers import Hit, Passage
from core.wording import plural
from tui.rows import Cell, Row, one_line, printable
from tui.screens.page import LOOKING, TYPING_SECONDS, Page
from tui.widgets.complaint import Complaint
from tui.widgets.field import SearchField

if TYPE_CHECKING:
    from agent.chat import Chat

_START = "Type what you look for: a method, a sensor, a figure."
_NOTHING = "No passage fits these words."
_NO_PAPERS = "Nothing is ingested yet. Type /ingest PATH in the chat to read a folder of papers."
_MARK = "bold underline"
_QUOTE = 140


class HitList(OptionList):
    """The passages, the best first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose"),
        Binding("slash", "screen.field", "Search", key_display="/"),
    ]


class SearchScreen(Page[Hit]):
    """Answers with the passage that was chosen."""

    CSS_PATH: ClassVar = ["page.tcss", "search.tcss"]
    AUTO_FOCUS = "#words"

    def __init__(self, chat: Chat, words: str = "") -> None:
        super().__init__()
        self._chat = chat
        self._words = words
        self._hits: Sequence[Hit] = ()

    def body(self) -> ComposeResult:
        """A field, the ranked passages, the text of the one under the cursor."""
        yield SearchField(self._words, placeholder="Words to look for in the papers", id="words", compact=True)
        yield Static(_START, classes="empty")
        with Container(id="parts", classes="hidden"):
            yield HitList()
            with VerticalScroll():
                yield Static(id="passage")

    def on_mount(self) -> None:
        """Title."""
        self.head("Search the literature")

    # -- searching ----------------------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    @work(exclusive=True, group=LOOKING)
    async def _typed(self, event: Input.Changed) -> None:
        await asyncio.sleep(TYPING_SECONDS)
        await self._search(event.value.strip())

    async def _search(self, words: str) -> None:
        complaint = self.query_one(Complaint)
        if not words:
            self._show((), _START)
            return
        self.head("Search the literature", "looking …")
        try:
            hits = await self._chat.search(words)
            reason = "" if hits else _NOTHING if (await self._chat.status()).papers else _NO_PAPERS
        except GpiotError as error:
            complaint.say(error.message, error.hint)
            self._show((), "")
        else:
            complaint.clear()
            self._show(hits, reason)

    def _show(self, hits: Sequence[Hit], reason: str) -> None:
        self._hits = hits
        self.head("Search the literature", plural(len(hits), "passage") if hits else "")
        self.query_one(".empty", Static).update(reason)
        self.query_one(".empty").set_class(bool(hits), "hidden")
        self.query_one("#parts").set_class(not hits, "hidden")
        listed = self.query_one(HitList)
        listed.clear_options().add_options(Option(_ranked(n, hit)) for n, hit in enumerate(hits, 1))
        listed.highlighted = 0 if hits else None

    # -- choosing -----------------------------------------------------------------------------------------------

    def action_list(self) -> None:
        """From the field to the passages."""
        if self._hits:
            self.query_one(HitList).focus()

    def action_field(self) -> None:
        """Go to the field."""
        self.query_one("#words").focus()

    @on(OptionList.OptionHighlighted)
    def _read(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#passage", Static).update(_passage(self._hits[event.option_index]))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hits[event.option_index])


def _ranked(rank: int, hit: Hit) -> Row:
    passage = hit.passage
    cells = (
        Cell(f"{rank}.", 3, right=True),
        Cell(_titled(passage), style="bold"),
        Cell(_pages(passage), 8, right=True),
        Cell(f"{hit.score:.3f}", 6, right=True),
    )
    start, end = hit.span
    quote = one_line(passage.text[start:end] or passage.text)
    return Row(cells, [Content(quote).truncate(_QUOTE, ellipsis=True)], indent=5)


def _passage(hit: Hit) -> Content:
    passage, (start, end) = hit.passage, hit.span
    place = " · ".join(part for part in (_pages(passage), one_line(passage.section)) if part)
    return Content.assemble(
        (_titled(passage), "bold"), f"\n{place}\n{_scores(hit)}\n\n",
        printable(passage.text[:start]), (printable(passage.text[start:end]), _MARK), printable(passage.text[end:]),
    )  # fmt: skip


def _titled(passage: Passage) -> str:
    return one_line(passage.title or "untitled") + (f" ({passage.year})" if passage.year else "")


def _pages(passage: Passage) -> str:
    return f"p. {passage.page}" + (f"-{passage.last_page}" if passage.last_page > passage.page else "")


def _scores(hit: Hit) -> str:
    legs = (("meaning", hit.dense), ("words", hit.bm25))
    return " · ".join([f"score {hit.score:.3f}", *(f"{name} {value:.2f}" for name, value in legs if value is not None)])
