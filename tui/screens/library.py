"""The library of tested methods and of plans: a list, a line to search it, and the whole of what is under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from core.errors import GpiotError
from core.knowledge import Method, Near, Plan
from core.wording import plural
from tui.rows import printable
from tui.screens.page import LOOKING, TYPING_SECONDS, Page
from tui.shelf import Found, Item, all_rows, near_rows, whole
from tui.threads import outside
from tui.widgets.complaint import Complaint
from tui.widgets.field import SearchField
from tui.widgets.told import Told

if TYPE_CHECKING:
    from agent.method_trials import Tried

_TITLES = {"methods": "Methods", "plans": "Plans"}
_READING = "The library is being read …"
_NOTHING = "Nothing of the library is near to these words."
_NONE = "The library is empty."
_RUNNING = "● Its examples run in the sandbox …"
_MOST = 24
_TRYING = "trying"


class Library(Protocol):
    """What the screen asks of the agent's library."""

    def methods(self) -> Mapping[str, Method]:
        """All methods by name."""

    def plans(self) -> Mapping[str, Plan]:
        """All plans by name."""

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        """The nearest methods, best first."""

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Plan]]:
        """The nearest plans, best first."""


class ShelfList(OptionList):
    """The methods or the plans."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.read", "Read"),
        Binding("x", "screen.try", "Run its examples"),
        Binding("p", "screen.shelf('plans')", "Plans"),
        Binding("m", "screen.shelf('methods')", "Methods"),
        Binding("slash", "screen.field", "Search", key_display="/"),
    ]


class LibraryScreen(Page[None]):
    """Shows methods, or plans; ``tries`` runs the examples of a method in the sandbox."""

    CSS_PATH: ClassVar = ["page.tcss", "library.tcss"]
    AUTO_FOCUS = "#words"

    def __init__(self, library: Library, tries: Callable[[Method], Awaitable[Tried]], words: str = "") -> None:
        super().__init__()
        self._library = library
        self._tries = tries
        self._words = words
        self._shelf = "methods"
        self._items: dict[str, Item] = {}
        self._trying = ""
        self._said: dict[str, Content] = {}

    def body(self) -> ComposeResult:
        """A field, the list, and what is under its cursor."""
        yield SearchField(self._words, placeholder="Words to look for in the library", id="words", compact=True)
        yield Static(_READING, classes="empty")
        with Container(id="parts", classes="hidden"):
            yield ShelfList()
            with VerticalScroll(id="reading"):
                yield Static(id="trial", classes="hidden")
                yield Told("")

    def on_mount(self) -> None:
        """Title, and the list; words that are there from the first are searched as if they were typed."""
        self.head(_TITLES[self._shelf])
        if not self._words:
            self._look("", 0)

    # -- listing and searching ------------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value.strip(), TYPING_SECONDS)

    @work(exclusive=True, group=LOOKING)
    async def _look(self, words: str, wait: float) -> None:
        """All of the shelf, or what is near to the words, once they rest."""
        await asyncio.sleep(wait)
        self.head(_TITLES[self._shelf], "looking …")
        try:
            found = await self._all() if not words else await self._near(words)
        except GpiotError as error:
            self.head(_TITLES[self._shelf])
            self.query_one(Complaint).say(error.message, error.hint)
            self._blank("" if self._items else _NONE)
        else:
            self.query_one(Complaint).clear()
            self._show(found, _NOTHING if words else _NONE)

    async def _all(self) -> Sequence[Item]:
        read: Callable[[], Mapping[str, Item]] = (
            self._library.methods if self._shelf == "methods" else self._library.plans
        )
        return [*(await outside(read)).values()]

    async def _near(self, words: str) -> Sequence[Found]:
        near: Callable[[str, int], Awaitable[Sequence[Found]]] = (
            self._library.near_methods if self._shelf == "methods" else self._library.near_plans
        )
        return [one for one in await near(words, _MOST) if one.score > 0]

    def _show(self, found: Sequence[Item | Found], reason: str) -> None:
        near = [one for one in found if isinstance(one, Near)]
        items = [one for one in found if not isinstance(one, Near)]
        self._items = {item.name: item for item in (*items, *(one.item for one in near))}
        self.head(_TITLES[self._shelf], _counted(self._shelf, items, near))
        listed = self.query_one(ShelfList)
        listed.clear_options().add_options(near_rows(near) if near else all_rows(items))
        self._blank("" if found else reason)
        if found:
            listed.highlighted = None
            listed.action_first()
        self.refresh_bindings()

    def _blank(self, reason: str) -> None:
        """Say why there is nothing to see; without a reason there is."""
        self.query_one(".empty", Static).update(reason)
        self.query_one(".empty").set_class(not reason, "hidden")
        self.query_one("#parts").set_class(bool(reason), "hidden")

    # -- reading and trying ---------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Item | None:
        listed = self.query_one(ShelfList)
        option = listed.highlighted_option
        return self._items.get(option.id or "") if option else None

    @on(OptionList.OptionHighlighted)
    def _read(self) -> None:
        if item := self._chosen:
            self.query_one(Told).show(whole(item))
            self.query_one("#reading").scroll_home(animate=False)
            self._tell()

    def _tell(self) -> None:
        """How the examples of what is under the cursor went, where they were run."""
        name = self._chosen.name if self._chosen else ""
        said = Content(_RUNNING) if name and name == self._trying else self._said.get(name)
        trial = self.query_one("#trial", Static)
        trial.update(said or "")
        trial.set_class(said is None, "hidden")

    def action_try(self) -> None:
        """Run the examples of the method under the cursor in the sandbox."""
        if isinstance(method := self._chosen, Method):
            self._try(method)

    @work(exclusive=True, group=_TRYING)
    async def _try(self, method: Method) -> None:
        self._trying = method.name
        self._tell()
        try:
            self._said[method.name] = _went(await self._tries(method))
        except GpiotError as error:
            why = f"✗ {printable(error.message)} {printable(error.hint)}"
            self._said[method.name] = Content.styled(why, "$text-error")
        self._trying = ""
        self._tell()

    def action_read(self) -> None:
        """Give the keys to the text; on a narrow terminal it takes the whole place."""
        if self._chosen:
            self.add_class("-reading")
            self.query_one("#reading").focus()

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_shelf(self, shelf: str) -> None:
        """The other list."""
        self._shelf = shelf
        self._look(self.query_one("#words", Input).value.strip(), 0)

    def action_list(self) -> None:
        """To the list."""
        if self._items:
            self.remove_class("-reading")
            self.query_one(ShelfList).focus()

    def action_field(self) -> None:
        """To the field."""
        self.query_one("#words").focus()

    def action_back(self) -> None:
        """From the text to the list, from there out."""
        if self.has_class("-reading"):
            self.action_list()
        else:
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have nothing to do are not offered."""
        if action == "try":
            return self._shelf == "methods"
        return parameters != (self._shelf,) if action == "shelf" else True


def _counted(shelf: str, items: Sequence[Item], near: Sequence[Found]) -> str:
    if near:
        return f"the {len(near)} nearest" if len(near) > 1 else "the nearest"
    families = {item.family for item in items if isinstance(item, Method)}
    count = plural(len(items), shelf.removesuffix("s"))
    return f"{count} in {len(families)} {'family' if len(families) == 1 else 'families'}" if families else count


def _went(tried: Tried) -> Content:
    """How the examples of a method went here, with what those said that failed."""
    style = "$text-error" if tried.failed else "$text-success"
    said = f"\n{printable(tried.said.strip())}" if tried.failed else ""
    return Content.assemble((f"{'✗' if tried.failed else '✓'} {tried.words} here.", style), said)
