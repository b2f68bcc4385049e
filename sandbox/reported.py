"""What the driver reports, as lines of JSON. The program can write there as well, so nothing of it is believed unchecked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from core.runs import FaultKind
from core.terminal import clean
from sandbox.job import RunEvent, StepDone, StepStarted

_LONGEST_LINE = 64 * 1024
_MOST_LINES = 10_000
_KINDS = frozenset(get_args(FaultKind))
_MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class ReportedFault:
    """A fault as the driver tells it; the numbers are sub-tasks of the job, or 0.

    name, side: of the value that breaches a contract; side: ``input`` or ``output``
    """

    kind: FaultKind
    reason: str
    subtask: int
    provider: int
    trace: str
    values: Mapping[str, str]
    name: str = ""
    side: str = ""
    output: int = 0


@dataclass(slots=True)
class Reports:
    """Takes the bytes as they come.

    known: the sub-tasks that there are
    running: those that were called and have not returned, with their values, innermost last
    ended: the driver came to its own end; refused: why it would not begin
    """

    known: frozenset[int]
    started: bool = False
    ended: bool = False
    refused: str = ""
    fault: ReportedFault | None = None
    running: dict[int, Mapping[str, str]] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    gpu_mb: float | None = None
    _buffer: bytes = b""
    _lines: int = 0

    def feed(self, data: bytes) -> list[RunEvent]:
        """Take in more bytes; the events that they hold. A line too long, or too many of them, and the rest is dropped."""
        if self._lines > _MOST_LINES or len(self._buffer) > _LONGEST_LINE:
            return []
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        self._lines += len(lines)
        read = [self._read(line) for line in lines[:_MOST_LINES] if len(line) <= _LONGEST_LINE]
        return [event for event in read if event]

    def _read(self, line: bytes) -> RunEvent | None:
        try:
            facts = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(facts, dict):
            return None
        return self._take(facts.get("event"), facts)

    def _take(self, event: object, facts: dict[str, Any]) -> RunEvent | None:
        match event:
            case "started":
                self.started = True
            case "step" if subtask := self._subtask(facts):
                self.running.pop(subtask, None)
                self.running[subtask] = _values(facts)
                return StepStarted(subtask)
            case "done" if subtask := self._subtask(facts):
                self.running.pop(subtask, None)
                taken = _number(facts.get("seconds"))
                self.seconds[subtask] = self.seconds.get(subtask, 0.0) + taken
                return StepDone(subtask, taken)
            case "fault" if self.fault is None and facts.get("kind") in _KINDS:
                self.fault = self._fault(facts)
            case "note" if len(self.notes) < _MOST_NOTES:
                self.notes.append(_text(facts.get("text"), 400))
            case "refused":
                self.refused = _text(facts.get("reason"), 400)
            case "end":
                self._end(facts)
        return None

    def _fault(self, facts: dict[str, Any]) -> ReportedFault:
        return ReportedFault(
            cast("FaultKind", facts["kind"]),
            _text(facts.get("reason"), 500),
            self._subtask(facts),
            self._subtask(facts, "provider"),
            _text(facts.get("trace"), 4000),
            _values(facts),
            _text(facts.get("name"), 100),
            _text(facts.get("side"), 10),
            int(_number(facts.get("output"))),
        )

    def _end(self, facts: dict[str, Any]) -> None:
        self.ended = True
        self.cpu_s = _number(facts.get("cpu_s"))
        self.peak_mb = _number(facts.get("peak_mb"))
        self.gpu_mb = _number(facts["gpu_mb"]) if facts.get("gpu_mb") is not None else None
        self.seconds.update(self._pairs(facts.get("steps")))

    def _pairs(self, pairs: object) -> list[tuple[int, float]]:
        found = [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2] if isinstance(pairs, list) else []
        return [(pair[0], _number(pair[1])) for pair in found if isinstance(pair[0], int) and pair[0] in self.known]

    def _subtask(self, facts: dict[str, Any], name: str = "subtask") -> int:
        value = facts.get(name)
        return value if isinstance(value, int) and value in self.known else 0


def _text(value: object, most: int) -> str:
    return clean(value)[:most] if isinstance(value, str) else ""


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0.0
    try:
        number = float(value)
    except OverflowError:
        return 0.0
    return number if math.isfinite(number) and 0 <= number < 1e15 else 0.0


def _values(facts: dict[str, Any]) -> dict[str, str]:
    values = facts.get("values")
    pairs = list(values.items())[:50] if isinstance(values, dict) else []
    return {_text(name, 100): _text(value, 400) for name, value in pairs}
