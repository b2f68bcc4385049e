"""How several sensors line up in time: start, length, rate, gaps and drift of each, and where they overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from core.profiles import Group, Timeline
from sandbox.profile.numbers import counted

MOST_SENSORS = 6
"""A group with more recordings is told as one; of more sensors the first ones are compared."""

_SAME_RATE = 0.01


def aligned(groups: Sequence[Group]) -> tuple[str, ...]:
    """One line for each group that has a time, then how those that share a clock lie to each other."""
    timed = [group for group in groups if group.timelines]
    sensors = [line for group in timed for line in _sensors(group)]
    lines = [text for group in timed[:MOST_SENSORS] if (text := _group(group))]
    return (*lines, *_together(sensors)) if len(sensors) > 1 else tuple(lines)


def _sensors(group: Group) -> list[Timeline]:
    """Each recording, or all of them as one where there are many."""
    told = [line for line in group.timelines if line.start is not None]
    if len(told) <= MOST_SENSORS:
        return told
    calendar = [line for line in told if line.clock == "calendar"]
    if not calendar:
        return []
    first = min(line.start or 0.0 for line in calendar)
    last = max(line.end or 0.0 for line in calendar)
    return [Timeline(f"{group.format} ({group.count} files)", first, last - first, "calendar", group.sampling_rate_hz)]


def _group(group: Group) -> str:
    lines = group.timelines
    if len(lines) == 1:
        return f"{lines[0].name}: {_one(lines[0])}"
    shortest, longest = min(line.duration_s for line in lines), max(line.duration_s for line in lines)
    length = f"{duration(shortest)} each" if shortest == longest else f"{duration(shortest)} to {duration(longest)}"
    gaps = sum(line.gaps for line in lines)
    starts = [line.start for line in lines if line.start is not None and line.clock == "calendar"]
    parts = [f"{len(lines)} recordings of {length}"]
    parts += [f"first start {calendar(min(starts))}, last {calendar(max(starts))}"] if starts else [_no_start(lines)]
    parts += (
        [f"{counted(gaps, 'gap', 'gaps')} in all, the longest {duration(max(line.largest_gap_s for line in lines))}"]
        if gaps
        else []
    )
    parts += _drifts(lines)
    return f"{group.format}: {', '.join(parts)}"


def _no_start(lines: Sequence[Timeline]) -> str:
    told = any(line.start is not None for line in lines)
    return "each on its own clock" if told else "start times not told"


def _drifts(lines: Sequence[Timeline]) -> list[str]:
    found = [line.drift_ppm for line in lines if line.drift_ppm]
    return [f"drift within a recording up to {max(found, key=abs):+,.0f} ppm"] if found else []


def _one(line: Timeline) -> str:
    start = (
        "start not told"
        if line.start is None
        else f"starts {calendar(line.start)}"
        if line.clock == "calendar"
        else f"starts at {line.start:g} s of its own clock"
    )
    parts = [start, duration(line.duration_s)]
    parts += [f"{line.rate_hz:.5g} Hz"] if line.rate_hz else []
    parts += [f"{counted(line.gaps, 'gap', 'gaps')}, the longest {duration(line.largest_gap_s)}"] if line.gaps else []
    parts += [f"drift {line.drift_ppm:+,.0f} ppm"] if line.drift_ppm else []
    return ", ".join(parts)


def _together(sensors: Sequence[Timeline]) -> list[str]:
    calendars = [line for line in sensors if line.clock == "calendar"]
    own = [line for line in sensors if line.clock == "own"]
    lines = _calendar(calendars[:MOST_SENSORS]) if len(calendars) > 1 else []
    if own and len(sensors) > 1:
        lines.append(_own_clocks(own, len(calendars)))
    return [*lines, *_rates(calendars[:MOST_SENSORS] if len(calendars) > 1 else own[:MOST_SENSORS])]


def _calendar(sensors: Sequence[Timeline]) -> list[str]:
    """The stretch that all share, and each one's start against the first."""
    first = min(sensors, key=lambda line: line.start or 0.0)
    start, end = _shared(sensors)
    offsets = ", ".join(
        f"{line.name} {(line.start or 0.0) - (first.start or 0.0):+.3f} s" for line in sensors if line is not first
    )
    if end > start:
        return [
            f"all {len(sensors)} overlap for {duration(end - start)} from {calendar(start)} on; against {first.name}: {offsets}"
        ]
    return [f"no stretch of time is shared by all {len(sensors)}; against {first.name}: {offsets}"]


def _own_clocks(own: Sequence[Timeline], others: int) -> str:
    names = ", ".join(line.name for line in own[:MOST_SENSORS])
    start, end = _shared(own)
    if not others and 1 < len(own) <= MOST_SENSORS and (end - start) * 2 > min(line.duration_s for line in own):
        return f"{names} name no calendar time: if their clocks are one, they overlap for {duration(end - start)}"
    return f"{names}: on clocks of their own, so how they line up is not told"


def _shared(sensors: Sequence[Timeline]) -> tuple[float, float]:
    return max(line.start or 0.0 for line in sensors), min(line.end or 0.0 for line in sensors)


def _rates(sensors: Sequence[Timeline]) -> list[str]:
    """Two that mean the same rate and do not quite keep it drift apart when rows are matched by number."""
    rated = sorted((line for line in sensors if line.rate_hz), key=lambda line: line.rate_hz or 0.0)
    if len(rated) < 2 or not rated[0].rate_hz or not rated[-1].rate_hz:
        return []
    apart = rated[-1].rate_hz / rated[0].rate_hz - 1
    if not 1e-6 < apart < _SAME_RATE:
        return []
    faster, slower = rated[-1].name, rated[0].name
    parted = f"matched by row number they part by {duration(apart * 3600)} in an hour"
    return [f"{faster} runs {apart * 1e6:,.0f} ppm faster than {slower}: {parted}"]


def calendar(seconds: float) -> str:
    """A moment in UTC."""
    try:
        return (
            datetime.fromtimestamp(seconds, UTC)
            .isoformat(sep=" ", timespec="milliseconds")
            .removesuffix("+00:00")
            .removesuffix(".000")
        )
    except (OverflowError, ValueError, OSError):
        return f"{seconds:g} s since 1970"


def duration(seconds: float) -> str:
    """A length of time in the units that people use for it."""
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms"
    if seconds < 120:
        return f"{seconds:.4g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
