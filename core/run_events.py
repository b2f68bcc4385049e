"""What a run of a program emits, in order; its repairs are turns of their own and emit what turns do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.events import Event
from core.runs import Ran


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(Event):
    """A program begins: how it is kept apart (``isolation``), with which arguments, in which round (0: before any repair)."""

    isolation: str
    arguments: tuple[str, ...]
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Event):
    """What the program printed, as it came: control characters are the reader's to clean."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRan(Event):
    """A sub-task of the running program begins (``seconds`` None) or is over."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStarted(Event):
    """The sub-task at fault is written anew; ``why`` says how it was found: its frame, its contract, or the model."""

    round: int
    of: int
    reason: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded(Event):
    """A run with its repairs is over: the last event. ``code`` is the exit code of the command.

    rounds: repairs that were tried; folder: where the run's output, what it printed and its report lie
    """

    ran: Ran
    rounds: int
    folder: str = ""
    code: int = 0

    def json(self) -> dict[str, Any]:
        """The event as one flat object, without the result's values: they lie in ``folder``."""
        base = {"event": self.name, "session": self.session, "seq": self.seq}
        return {**base, **self.ran.report(), "rounds": self.rounds, "folder": self.folder, "code": self.code}
