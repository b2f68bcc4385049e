"""Which model answers, why, and with which backend to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.rows import Cell, Row, pairs
from tui.screens.page import Page

if TYPE_CHECKING:
    from agent.chat import Status
    from core.events import ModelChosen

_CHOICES = {
    "auto": "an Ollama server where one answers, else the model in this process",
    "ollama": "the models of a running Ollama server",
    "embedded": "the model in this process: no server needed",
    "openai": "an OpenAI-compatible server (the setting openai_url)",
}
_ROLES = {"tdslm": "plans", "rtslm": "specifies", "cgslm": "writes programs"}
_NONE = "none is open yet: the first message opens one"
_WEAK = "! weak"


class ChoiceList(OptionList):
    """The backends to switch to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Switch")]


class ModelsScreen(Page[str]):
    """Answers with the backend to switch to: ``auto``, ``ollama``, ``embedded`` or ``openai``.

    chosen: the event of the model that was opened last; status: what is known without it
    """

    CSS_PATH: ClassVar = ["page.tcss", "models.tcss"]
    AUTO_FOCUS = "ChoiceList"

    def __init__(self, chosen: ModelChosen | None, status: Status | None = None) -> None:
        super().__init__()
        self._chosen = chosen
        self._status = status

    def body(self) -> ComposeResult:
        """What answers now, then the choices."""
        with VerticalScroll(can_focus=False):
            yield Static(pairs(self._now()), id="now")
        yield Static("Switch to another backend for the next turn", classes="columns")
        yield ChoiceList(
            *(Option(Row((Cell(name, 9, "bold"), Cell(what))), id=name) for name, what in _CHOICES.items())
        )

    def on_mount(self) -> None:
        """Title, and the cursor on the backend that answers."""
        self.head("Models")
        names = list(_CHOICES)
        self.query_one(ChoiceList).highlighted = names.index(self._backend) if self._backend in names else 0

    @on(OptionList.OptionSelected)
    def _switch(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    @property
    def _backend(self) -> str:
        known = self._chosen or self._status
        return known.backend if known else ""

    def _now(self) -> Sequence[tuple[str, str]]:
        if self._chosen:
            return _opened(self._chosen)
        if self._status and self._status.model:
            weak = [(_WEAK, "Do not rely on its programs.")] if self._status.weak else []
            return [("backend", self._status.backend), ("model", self._status.model), *weak]
        return [("model", _NONE), *([("backend", self._status.backend)] if self._status else [])]


def _opened(chosen: ModelChosen) -> Sequence[tuple[str, str]]:
    roles = [(role, f"{name} ({_ROLES.get(role, role)})") for role, name in chosen.models.items()]
    notice = [(_WEAK if chosen.weak else "notice", chosen.notice)] if chosen.notice or chosen.weak else []
    return [("backend", chosen.backend), *roles, ("why", chosen.why), *notice]
