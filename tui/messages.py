"""What widgets tell the screen and the app: what the person did, never how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from core.events import Event
    from core.papers import Citation
    from core.routes import Route


@dataclass
class Said(Message):
    """The person sent a text: prose or a slash command."""

    text: str


@dataclass
class Suggested(Message):
    """A text for the composer, which the person may change before sending it."""

    text: str


@dataclass
class Refused(Message):
    """An input was not taken, and why."""

    reason: str
    hint: str = ""


@dataclass
class SubTaskSelected(Message):
    """A sub-task of the plan shall be shown; ``entered``: the person wants to go there."""

    number: int
    entered: bool = False


@dataclass
class PlanAccepted(Message):
    """The plan under review may go on."""


@dataclass
class PlanTyped(Message):
    """Edits of the plan under review, in the person's words, one a line or separated by semicolons."""

    words: str


@dataclass
class PlanKept(Message):
    """The plan under review shall wait."""


@dataclass
class RouteCorrected(Message):
    """The last text meant something else."""

    route: Route


@dataclass
class SourceWanted(Message):
    """The page of a citation shall be opened in the system's viewer."""

    citation: Citation


@dataclass
class CodeWanted(Message):
    """The code of a sub-task shall be copied or saved."""

    number: int
    to: Literal["clipboard", "file"]


@dataclass
class TurnEvent(Message):
    """Something happened in the running turn."""

    event: Event
