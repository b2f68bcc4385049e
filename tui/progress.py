"""What is under way in a turn, out of its events: stage, sub-tasks, speed, and how full the model's context is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from core.events import (
    Called,
    Event,
    ProgramReady,
    Routed,
    SpecReady,
    StageStarted,
    Stale,
    SubTaskFailed,
    SubTaskReady,
    Token,
)
from core.library_events import Nearest
from core.project import Program, Spec, SubTask, SubTaskState
from core.roles import ROLES
from core.run_events import Printed, RepairStarted, RunStarted, StepRan

ANSWER = "answer"
"""The stage whose text is prose for people; that of the others is raw material."""

_RUN = "run"
_WINDOW = 3.0
_TAIL = 600


@dataclass(slots=True)
class Row:
    """One sub-task (0: the plan as a whole) under way: its state and reason, the stage it is in, the end of its text."""

    state: SubTaskState = SubTaskState.RUNNING
    stage: str = ""
    reason: str = ""
    tail: str = ""
    recent: deque[tuple[float, int]] = field(default_factory=deque)

    def tail_lines(self, most: int) -> list[str]:
        """The last lines that are not blank."""
        return [line for line in self.tail.splitlines() if line.strip()][-most:]


class Progress:
    """A turn in flight; ``clock`` gives seconds.

    items: the sub-tasks as far as they are made; rows: what has begun; context: tokens used and there are, of the last
    call, None before it; remarks: what the library has for the plan and for each sub-task, by its number
    """

    def __init__(self, clock: Callable[[], float], items: Iterable[SubTask] = ()) -> None:
        """``items``: the sub-tasks of the project that the turn works on."""
        self.clock = clock
        self._began = clock()
        self._step: tuple[int, float] | None = None
        self.stage = ""
        self._role = ""
        self.items = {item.id: item for item in items}
        self.rows: dict[int, Row] = {}
        self.context: tuple[int, int] | None = None
        self.remarks: dict[int, str] = {}

    def note(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case StageStarted():
                self._begin(event)
            case Token():
                self._add(event)
            case Called():
                role = ROLES.get(self._role)
                self.context = (event.prompt_tokens + event.answer_tokens, role.context if role else 0)
            case Routed():
                self.stage = event.route.kind
            case Nearest():
                self.remarks[event.subtask] = event.words
            case RunStarted() | StepRan() | Printed() | RepairStarted():
                self._note_run(event)
            case _:
                self._note_item(event)

    def _note_run(self, event: RunStarted | StepRan | Printed | RepairStarted) -> None:
        number = event.subtask
        match event:
            case RunStarted():
                self.stage, self.rows, self._step = _RUN, {}, None
            case StepRan(seconds=None):
                self.stage, self._step = f"{_RUN} · sub-task {number}", (number, self.clock())
                self.rows[number] = Row()
            case StepRan():
                self.stage, self._step = _RUN, None
                self._settle(number, SubTaskState.DONE)
            case Printed() if self._step:
                row = self.rows[self._step[0]]
                row.tail = f"{row.tail}{event.text[-_TAIL:]}\n"[-_TAIL:]
            case RepairStarted():
                self.stage, self.rows, self._step = "repair", {}, None
                self._settle(number, SubTaskState.FAILED, event.reason)

    def tick(self) -> None:
        """Time has passed: a sub-task of a running program tells its seconds."""
        if self._step:
            number, began = self._step
            self.rows[number].stage = f"{self.clock() - began:.0f} s"

    def _note_item(self, event: Event) -> None:
        match event:
            case SubTaskReady():
                self.items[event.item.id] = event.item
            case SpecReady():
                self._made(event.subtask, SubTaskState.WAITING, spec=event.spec)
            case ProgramReady():
                self._made(event.subtask, SubTaskState.DONE, program=event.program)
            case SubTaskFailed():
                self._settle(event.subtask, SubTaskState.FAILED, f"{event.stage}: {event.reason}")
            case Stale():
                for number in event.subtasks:
                    self._settle(number, SubTaskState.STALE)

    def wait(self, plan: Iterable[SubTask]) -> None:
        """A plan waits for the person; it is this one that goes on."""
        self.items = {item.id: item for item in plan}
        self.rows, self.stage = {}, "the plan waits for you"

    @property
    def seconds(self) -> float:
        """Since the turn began."""
        return self.clock() - self._began

    def running(self) -> list[int]:
        """The sub-tasks that are being worked on."""
        return [number for number, row in self.rows.items() if row.state is SubTaskState.RUNNING]

    def rate(self, number: int | None = None) -> float:
        """Tokens a second of one sub-task over the last three seconds; without ``number`` of all together."""
        rows = self.rows.values() if number is None else [self.rows[number]] if number in self.rows else []
        return sum(self._rate(row.recent) for row in rows)

    def headline(self) -> str:
        """Stage, sub-tasks, speed and time in one line."""
        rows = [row for row in self.rows.values() if row.stage == self.stage]
        settled = sum(row.state is not SubTaskState.RUNNING for row in rows)
        seconds = int(self.seconds)
        parts = [
            self.stage or "starting",
            f"{settled} of {len(rows)} done" if len(rows) > 1 else "",
            f"{self.rate():.1f} tok/s" if self.rate() else "",
            f"{seconds // 60}:{seconds % 60:02}",
        ]
        return " · ".join(filter(None, parts))

    def _begin(self, event: StageStarted) -> None:
        self.stage, self._role = event.stage, event.role or self._role
        if event.subtask:
            self.rows.pop(0, None)
            self.rows[event.subtask] = Row(stage=event.stage)

    def _add(self, event: Token) -> None:
        row = self.rows.setdefault(event.subtask, Row(stage=event.stage))
        row.tail = (row.tail + event.text)[-_TAIL:]
        row.recent.append((self.clock(), event.tokens))

    def _made(self, number: int, state: SubTaskState, **parts: Spec | Program) -> None:
        """A part of a sub-task is there, to be looked at before the turn is over."""
        if number in self.items:
            self.items[number] = replace(self.items[number], state=state, error="", **parts)  # type: ignore[arg-type]
        self._settle(number, state)

    def _settle(self, number: int, state: SubTaskState, reason: str = "") -> None:
        row = self.rows.setdefault(number, Row())
        row.state, row.reason = state, reason
        row.recent.clear()

    def _rate(self, recent: deque[tuple[float, int]]) -> float:
        now = self.clock()
        while recent and recent[0][0] < now - _WINDOW:
            recent.popleft()
        since = max(now - recent[0][0], 0.5) if recent else 1.0
        return sum(tokens for _, tokens in recent) / since
