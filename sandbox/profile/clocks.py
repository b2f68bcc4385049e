"""Timestamps to a sampling rate, gaps and drift."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.profiles import Clock, Timeline
from sandbox.profile.columns import moment, number
from sandbox.profile.numbers import counted, median

GAP = 2.0
"""An interval longer than this many usual ones is a gap."""

_NAME = re.compile(r"time|stamp|date|epoch|elapsed|millis|micros|(^|[^a-z])(t|ts|sec|secs|seconds|ms|us|ns)($|[^a-z])")
_UNITS = (
    (re.compile(r"nanos|(^|[^a-z])ns($|[^a-z])"), 1e-9, "ns"),
    (re.compile(r"micros|(^|[^a-z])(us|µs)($|[^a-z])"), 1e-6, "us"),
    (re.compile(r"milli|(^|[^a-z])ms($|[^a-z])"), 1e-3, "ms"),
    (re.compile(r"second|(^|[^a-z])(s|sec|secs)($|[^a-z])"), 1.0, "s"),
)
# 1990 to 2100 as seconds since 1970: what lies there, or there times a power of thousand, is the time of a calendar.
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800
_MOSTLY = 0.9
_RARE = 0.01
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Clocked:
    """A column of time; ``guess`` says that its unit is guessed. Where it is not known the timeline has no rate."""

    column: str
    unit: str
    guess: bool
    timeline: Timeline
    note: str = ""

    @property
    def line(self) -> Timeline | None:
        """The timeline where the column tells a rate and a duration."""
        return self.timeline if self.timeline.rate_hz and self.timeline.duration_s else None

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of it."""
        text = f"time in column {self.column}, in {self.unit}{' (a guess)' if self.guess else ''}"
        return (self.note or text, *([told(self.timeline)] if told(self.timeline) else []))


def clocked(columns: Mapping[str, Sequence[Sequence[str]]], name: str, decimal_comma: bool = False) -> Clocked | None:
    """The best column of time of a table, None where there is none.

    columns: cells by column name, in blocks that are each without a break; name: of the file, for the timeline
    """
    found = [one for column, blocks in columns.items() if (one := _column(column, blocks, name, decimal_comma))]
    return min(found, key=lambda one: (one.guess, one.timeline.clock == "own", not one.unit), default=None)


def timeline(name: str, blocks: Sequence[Sequence[float]], clock: Clock = "own") -> Timeline | None:
    """Seconds that rise, in blocks without a break, as a timeline; None where they do not rise or are too few."""
    steps = [later - earlier for block in blocks for earlier, later in pairwise(block)]
    forward = [step for step in steps if step >= 0 and math.isfinite(step)]
    rising = [step for step in forward if step > 0]
    if len(rising) < _FEWEST - 1 or len(forward) < _MOSTLY * len(steps):
        return None
    usual = median(rising)
    gaps = sum(step > GAP * usual for step in rising)
    # Many rows with one time come of a clock of coarse ticks, or of rows sent together: their steps say nothing.
    regular = gaps <= max(1, _RARE * len(rising)) and len(rising) >= _MOSTLY * len(forward)
    restarts = sum(step < 0 for step in steps) + sum(later[0] < earlier[-1] for earlier, later in pairwise(blocks))
    first, last = blocks[0][0], blocks[-1][-1]
    return Timeline(
        name=name,
        start=None if restarts else first,
        # Of pieces of a file whose time falls back nobody knows how long it is.
        duration_s=last - first if not restarts else sum(forward) if len(blocks) == 1 else 0.0,
        clock=clock,
        rate_hz=_rate(forward, usual if regular else math.inf),
        drift_ppm=_drift(rising, usual) if regular else None,
        gaps=gaps,
        largest_gap_s=max(rising),
        regular=regular,
        restarts=restarts,
    )


def told(line: Timeline) -> str:
    """What a reader must know of it, empty where it is regular and in one piece."""
    marks = ["irregular in time: the rate is a mean"] if not line.regular and line.rate_hz else []
    if line.restarts:
        marks.append(
            f"its time falls back {counted(line.restarts, 'time', 'times')}: several recordings one after the other"
        )
    return "; ".join(marks)


def _rate(steps: Sequence[float], usual: float) -> float:
    """Steps per second without the gaps, as a mean: clocks of coarse ticks have no single usual step."""
    near = [step for step in steps if step <= GAP * usual]
    return len(near) / sum(near)


def _drift(rising: Sequence[float], usual: float) -> float | None:
    """Change of the mean step from the first third to the last one; only what stands out of the scatter is drift."""
    near = [step for step in rising if step <= GAP * usual]
    third = len(near) // 3
    if third < 100:
        return None
    early, late = near[:third], near[-third:]
    mean, last = sum(early) / third, sum(late) / third
    scatter = math.sqrt(sum((step - mean) ** 2 for step in early) / third / third)
    drift = (last / mean - 1) * 1e6
    return drift if abs(last - mean) > 4 * scatter and abs(drift) >= 1 else 0.0


def _column(column: str, blocks: Sequence[Sequence[str]], name: str, decimal_comma: bool) -> Clocked | None:
    first = next((cell for block in blocks for cell in block if cell.strip()), "")
    if moment(first) is not None:
        return _dated(column, blocks, name)
    if not _NAME.search(_words(column)):
        return None
    read = [[value for cell in block if (value := number(cell, decimal_comma)) is not None] for block in blocks]
    read = [[value for value in block if math.isfinite(value)] for block in read]
    read = [block for block in read if block]
    if not read:
        return None
    scale, unit, guess, clock = _unit(column, read[0])
    found = timeline(name, [[value * scale for value in block] for block in read], clock)
    if found is None:
        return None
    if not unit:
        steps = 1 / found.rate_hz if found.rate_hz else 0.0
        return Clocked(
            column,
            "",
            True,
            Timeline(name, None, 0.0),
            f"column {column} is a time of unknown unit, in steps of {steps:g}",
        )
    return Clocked(column, unit, guess, found)


def _dated(column: str, blocks: Sequence[Sequence[str]], name: str) -> Clocked | None:
    read = [[value for cell in block if (value := moment(cell)) is not None] for block in blocks]
    found = timeline(name, [block for block in read if block], "calendar") if any(read) else None
    return Clocked(column, "date", False, found) if found else None


def _words(column: str) -> str:
    """The name with camelCase and underscores apart: ``sensorTime_ms`` as ``sensor time ms``."""
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", column).replace("_", " ").lower()


def _unit(column: str, values: Sequence[float]) -> tuple[float, str, bool, Clock]:
    """Seconds of one unit, its name, whether that is a guess, and the clock."""
    for scale, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
        if _EARLIEST <= values[0] * scale <= _LATEST and _EARLIEST <= values[-1] * scale <= _LATEST:
            return scale, unit, False, "calendar"
    for pattern, scale, unit in _UNITS:
        if pattern.search(_words(column)):
            return scale, unit, False, "own"
    if any(value != int(value) for value in values):
        # Parts of a unit are hardly ever written of milliseconds.
        return 1.0, "s", True, "own"
    return 1.0, "", True, "own"
