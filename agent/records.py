"""What the store hands out: sessions, turns and revisions as plain values. Times are seconds since the epoch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

LineAuthor = Literal["person", "agent", "notice"]
TurnKind = Literal["ask", "revise", "cascade", "edit", "retry", "fork", "repair"]
TurnState = Literal["running", "waiting", "interrupted", "failed", "done", "abandoned"]

# A turn in one of these can be taken up again; its checkpoints are still there.
OPEN_STATES: tuple[TurnState, ...] = ("running", "waiting", "interrupted", "failed")


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation about one problem.

    problem: text key of the problem statement
    state: of its last turn, ``new`` where there is none; ``interrupted`` where that turn was running and its process is gone
    folder: the project folder it was written to, empty before
    turns, revisions: how many are kept
    head: number of the current revision, 0 before the first
    size_bytes: of its texts (compressed), requests and revisions; texts shared with others are counted in each
    """

    id: str
    title: str
    created: float
    updated: float
    state: str
    folder: str
    turns: int
    revisions: int
    size_bytes: int
    problem: str
    settings: Mapping[str, Any]
    head: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One request of a person; numbers count from 1 within the session.

    state: ``waiting`` is for the plan to be accepted; ``failed`` can be resumed, ``abandoned`` cannot
    error: why it failed
    """

    session: str
    number: int
    kind: TurnKind
    request: Mapping[str, Any]
    state: TurnState
    started: float
    error: str = ""

    @property
    def thread(self) -> str:
        """The name of its checkpoints while it is in flight."""
        return f"{self.session}/{self.number}"


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a session's project; ``parent`` 0 means that undo ends here, ``body`` holds text keys."""

    session: str
    number: int
    parent: int
    turn: int
    what: str
    body: Mapping[str, Any]
    created: float


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a session's conversation, in Markdown; ``notice`` is what went wrong or was done beside the turns."""

    author: LineAuthor
    text: str
    created: float = 0.0


@dataclass(frozen=True, slots=True)
class Pruned:
    """What pruning removed: sessions that lost revisions, those revisions, texts nobody needs, bytes of the file."""

    sessions: int
    revisions: int
    texts: int
    bytes_freed: int
