"""What the last text was meant as, where it was taken for something else."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from core.errors import UsageError
from core.project import Project
from core.routes import Route
from tui.rows import one_line

_SHOWN = 200


class RouteScreen(ModalScreen[Route | None]):
    """Answers with the person's own route, None where they leave it."""

    CSS_PATH = "route.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose"),
        Binding("escape", "leave", "Leave it"),
    ]

    def __init__(self, text: str, project: Project | None) -> None:
        super().__init__()
        self._text = text
        self._routes = _routes(project)

    def compose(self) -> ComposeResult:
        """The text, and what it can be."""
        with Vertical():
            yield Static("This was meant as", classes="title")
            yield Static(f"› {one_line(self._text)[:_SHOWN]}", id="said", markup=False)
            yield OptionList(*(Option(Content(name)) for name, _ in self._routes))
            yield Static(id="refused", markup=False)
        yield Footer()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        route = self._routes[event.option_index][1]
        if route.kind != "edit":
            self.dismiss(route)
            return
        from tui.commands import edits_of

        try:
            self.dismiss(Route("edit", edits=tuple(edits_of(self._text)), by="person"))
        except UsageError as error:
            self.query_one("#refused", Static).update(f"✗ {one_line(error.message)} {one_line(error.hint)}")

    def action_leave(self) -> None:
        """Keep what it was taken for."""
        self.dismiss(None)


def _routes(project: Project | None) -> list[tuple[str, Route]]:
    """Each choice; a revision names its sub-task."""
    tasks = list(project or ())
    return [
        ("a new problem", Route("problem", by="person")),
        *((f"a revision of {t.id} {one_line(t.title)}", Route("revise", (t.id,), by="person")) for t in tasks),
        *([("a change of the plan", Route("edit", by="person"))] if tasks else []),
        ("a question", Route("question", by="person")),
    ]
