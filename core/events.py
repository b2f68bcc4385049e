"""What a turn emits, in order. Screens rebuild themselves from the project; tokens are never played twice."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from core.papers import Citation
from core.project import Program, Spec, SubTask, Trace
from core.routes import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The base of all: ``session`` and ``seq`` are stamped by the agent, ``subtask`` 0 means the whole plan."""

    session: str = ""
    seq: int = 0
    subtask: int = 0
    attempt: int = 1

    @property
    def name(self) -> str:
        """The event's name in ``--json``: StageStarted is ``stage_started``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()

    def json(self) -> dict[str, Any]:
        """The event as one JSON object; ``event`` and ``session`` come first."""
        return {"event": self.name, "session": self.session, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChosen(Event):
    """Which backend answers, which model plays which role, why, and what a weak one is good for."""

    backend: str
    models: dict[str, str]
    why: str
    weak: bool
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStarted(Event):
    """A stage begins for a sub-task (0: for the whole plan), played by a role (empty: no model is asked)."""

    stage: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Event):
    """A piece of a model's text, ``tokens`` of them (pieces are joined at 20 a second)."""

    stage: str
    text: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(Event):
    """A model call is over: what for, its tokens and its time."""

    stage: str
    purpose: str
    prompt_tokens: int
    answer_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed(Event):
    """Parts of a prompt did not fit the context and were left out."""

    stage: str
    dropped: int
    of: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired(Event):
    """An answer was not valid and is asked for again, at most so often."""

    stage: str
    reason: str
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubTaskReady(Event):
    """A sub-task of the plan."""

    item: SubTask


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecReady(Event):
    """The specification of a sub-task."""

    spec: Spec
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Event):
    """A field of a specification names its source; ``field`` is ``target``, ``input NAME`` or ``output NAME``."""

    field: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationDropped(Event):
    """A field named a source that does not hold what was quoted, or that was never shown."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChecked(Event):
    """Inputs were met with outputs; ``gaps`` names inputs that nobody provides, ``uncovered`` demands that nothing covers,
    ``offers`` tested methods of the library that could be taken over in the place of sub-tasks.
    """

    gaps: tuple[str, ...]
    traces: tuple[Trace, ...]
    uncovered: tuple[str, ...]
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramReady(Event):
    """The module of a sub-task."""

    module: str
    function: str
    program: Program


@dataclass(frozen=True, slots=True, kw_only=True)
class SubTaskFailed(Event):
    """One sub-task failed; the others go on."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted(Event):
    """A wish contradicts an earlier one of the same sub-task; the later one holds."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale(Event):
    """These sub-tasks depend on a revised one and were not rebuilt."""

    subtasks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff(Event):
    """What a revision changed in one file, as a unified diff."""

    path: str
    diff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Event):
    """The project folder was written."""

    folder: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Event):
    """A replayed call: whether its answer is the same, and where it first differs (-1: nowhere)."""

    stage: str
    purpose: str
    same: bool
    first_difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed(Event):
    """A replay is over: how many answers are the same, and whether the model's digests are."""

    calls: int
    same: int
    digests_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Event):
    """What a person's free text was taken for; where it is unclear, ``route.ask`` is what they are asked back."""

    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Event):
    """A question is answered, with checked citations; ``notes`` says what the answer could not rest on."""

    text: str
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestProgress(Event):
    """How far an ingest is: ``phase`` is ``read`` (files become searchable by words) or ``embed`` (vectors follow).

    files, pages, passages: done so far in this run and phase; seconds_left: estimated
    """

    phase: str
    files: int
    files_total: int
    pages: int
    passages: int
    pages_per_s: float
    passages_per_s: float
    seconds_left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFailed(Event):
    """A file could not be read; the others go on."""

    path: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested(Event):
    """An ingest is over: the last event of its first phase.

    files: that lie in the folders; of these ``new``, ``changed``, ``unchanged`` (renamed and copied ones too) and ``failed``
    pages, passages: read in this run; removed: files that were deleted and have left the ledger
    seconds: of all of it, the vectors included
    """

    files: int
    pages: int
    passages: int
    new: int
    unchanged: int
    changed: int
    removed: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Event):
    """The turn is complete: the last event."""

    revision: int
    seconds: float
    answer_tokens: int
    calls: int
    folder: str = ""
    states: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Event):
    """The turn ended without success: the last event. ``code`` is the exit code of the command."""

    stage: str
    reason: str
    hint: str
    code: int
    resumable: bool
