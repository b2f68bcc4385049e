"""A program that runs, out of its events: which sub-task since when, the end of what it printed, and how it ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

from core.events import Event
from core.run_events import Printed, RepairStarted, RunEnded, RunStarted, StepRan
from tui.rows import printable

LINES = 500
"""Printed lines that are held; all of them lie in the run's folder."""
_LINE = 400
"""Characters of a printed line that are held."""


class RunProgress:
    """One run with its repairs; ``clock`` gives seconds, ``titles`` those of the sub-tasks by number.

    step: the sub-task that runs, 0 between two; steps: seconds of those that are over
    repair: the one that is being made or was made last; lines: what was printed, safe to draw; dropped: lines before
    stopped: the run was left before its end
    """

    def __init__(self, clock: Callable[[], float], titles: Mapping[int, str]) -> None:
        self._clock = clock
        self._began = self._step_began = clock()
        self.titles = titles
        self.isolation = ""
        self.step = 0
        self.steps: dict[int, float] = {}
        self.repair: RepairStarted | None = None
        self.repairing = False
        self.lines: deque[str] = deque(maxlen=LINES)
        self.printed = 0
        self.ended: RunEnded | None = None
        self.stopped = False

    def note(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case RunStarted():
                self._start(event)
            case Printed():
                self._print(event.text)
            case StepRan(seconds=None):
                self.step, self._step_began = event.subtask, self._clock()
            case StepRan(seconds=float() as seconds):
                self.step, self.steps[event.subtask] = 0, seconds
            case RepairStarted():
                self.repair, self.repairing, self.step = event, True, 0
            case RunEnded():
                self.ended, self.repairing, self.step = event, False, 0

    def stop(self) -> None:
        """Nothing more comes."""
        self.stopped, self.repairing, self.step = self.ended is None, False, 0

    @property
    def running(self) -> bool:
        """Whether the program, or a repair of it, is under way."""
        return self.ended is None and not self.stopped

    @property
    def seconds(self) -> float:
        """Since it began, repairs included."""
        return self._clock() - self._began

    @property
    def step_seconds(self) -> float:
        """Since the running sub-task began."""
        return self._clock() - self._step_began

    @property
    def dropped(self) -> int:
        """Printed lines that are no longer held."""
        return self.printed - len(self.lines)

    def name(self, number: int) -> str:
        """A sub-task's number and title."""
        return f"sub-task {number} {self.titles.get(number, '')}".rstrip()

    def _start(self, event: RunStarted) -> None:
        self.isolation, self.repairing = event.isolation, False
        self.step, self.steps = 0, {}
        if event.round:
            self._print(f"── run again, repair {event.round} ──")

    def _print(self, text: str) -> None:
        lines = text.split("\n")
        self.printed += len(lines)
        self.lines.extend(_cut(line) for line in lines[-LINES:])


def _cut(line: str) -> str:
    shown = printable(line[: _LINE + 1]).expandtabs(4)
    return f"{shown[:_LINE]}…" if len(shown) > _LINE else shown
