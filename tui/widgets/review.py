"""The plan's review: accept it, edit it in words, or let it wait. Nothing else has run yet."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from core.events import PlanChecked
from tui.messages import PlanAccepted, PlanKept, PlanTyped
from tui.rows import printable

_KEYS = "Enter accepts · e edits · Esc keeps it waiting"


class Review(Vertical, can_focus=True):
    """Shown while a plan waits for the person."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept"),
        Binding("e", "edit", "Edit"),
        Binding("escape", "keep", "Keep waiting"),
    ]

    def __init__(self) -> None:
        super().__init__(id="review")

    def compose(self) -> ComposeResult:
        """What the check says, the keys, the line for edits and why one was not taken."""
        yield Static(id="review-checked", markup=False)
        yield Static(_KEYS, id="review-keys", markup=False)
        yield Input(placeholder="drop 3; merge 1 2; move 4 before 2; take 3", id="review-edits")
        yield Static(id="review-refused", markup=False)

    def on_mount(self) -> None:
        """Nothing waits yet."""
        self.display = False

    @property
    def waits(self) -> bool:
        """Whether a plan is under review."""
        return bool(self.display)

    def ask(self, checked: PlanChecked | None) -> None:
        """A plan waits."""
        self.query_one("#review-checked", Static).update(_checked(checked))
        self._edits.value = ""
        self._edits.display = False
        self.refuse("")
        self.display = True

    def refuse(self, reason: str) -> None:
        """Say why an edit was not taken; it stays to be corrected."""
        refused = self.query_one("#review-refused", Static)
        refused.update(f"✗ {printable(reason)}" if reason else "")
        refused.display = bool(reason)

    def close(self) -> None:
        """The person has decided."""
        self.display = False

    def action_accept(self) -> None:
        """Go on with this plan."""
        self.post_message(PlanAccepted())

    def action_keep(self) -> None:
        """Close the line for edits, or let the plan wait."""
        if self._edits.display:
            self._edits.display = False
            self.refuse("")
            self.focus()
        else:
            self.post_message(PlanKept())

    def action_edit(self) -> None:
        """Open the line for edits."""
        self._edits.display = True
        self._edits.focus()

    @property
    def _edits(self) -> Input:
        return self.query_one("#review-edits", Input)

    @on(Input.Submitted, "#review-edits")
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(PlanTyped(event.value))


def _checked(checked: PlanChecked | None) -> str:
    """What the check found, in lines."""
    if checked is None:
        return "Is this plan right?"
    lines = [f"? nobody provides {printable(gap)}" for gap in checked.gaps]
    lines += [f"? nothing covers: {printable(demand)}" for demand in checked.uncovered]
    if checked.offers:
        lines.append("Tested methods of the library fit. To use one, press e and type what stands before it:")
    lines += [f"◇ {printable(offer)}" for offer in checked.offers]
    return "\n".join(["Is this plan right?", *lines])
