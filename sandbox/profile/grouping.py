"""What single files tell, put together: one group for each kind of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.profiles import Channel, Group, Labels
from sandbox.profile.columns import MOST_CHANNELS, MOST_CLASSES
from sandbox.profile.facts import Facts
from sandbox.profile.names import labels_in_names, times_in_names
from sandbox.profile.numbers import median

MOST_TIMELINES = 200
_EXAMPLES = 3
_SHAPES = 12
_NOTES = 6
_RATES = 9
_ALIKE = 1.02


@dataclass(slots=True)
class Members:
    """The files of one kind, in the order they were read; ``further`` are those counted by their names only.

    parts: how many files their records consist of, beside the named ones
    """

    format: str
    names: list[str] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    size: int = 0
    parts: int = 0


def group_of(members: Members) -> Group:
    """The files of one kind as a group."""
    facts = members.facts
    names = sorted([*members.names, *members.further])
    channels = _channels(facts)
    return Group(
        format=members.format,
        count=len(names),
        examples=tuple(dict.fromkeys(names[at] for at in (0, len(names) // 2, len(names) - 1)))[:_EXAMPLES],
        size=members.size,
        shapes=_shapes(facts),
        dtypes=tuple(dict.fromkeys(dtype for one in facts for dtype in one.dtypes))[:_SHAPES],
        rates_hz=_rates([one.rate_hz for one in facts if one.rate_hz]),
        channels=channels[:MOST_CHANNELS],
        channel_count=max((one.channel_count for one in facts), default=0) or len(channels),
        labels=(*_labels(facts), *labels_in_names(names)),
        missing=sum(one.missing for one in facts),
        sample=next((one.sample for one in facts if one.sample), ""),
        notes=_notes(members),
        timelines=tuple(one.timeline for one in facts if one.timeline)[:MOST_TIMELINES],
    )


def _shapes(facts: Sequence[Facts]) -> tuple[str, ...]:
    """One text for each array: its lengths, as ranges where the files differ."""
    found: dict[tuple[str, int], list[tuple[int, ...]]] = {}
    for one in facts:
        for name, shape in one.shapes.items():
            found.setdefault((name, len(shape)), []).append(shape)
    estimated = any(one.estimated for one in facts)
    axes = next((one.axes for one in facts if one.axes), ())
    return tuple(_shape(name, shapes, axes, estimated) for (name, _), shapes in list(found.items())[:_SHAPES])


def _shape(name: str, shapes: Sequence[tuple[int, ...]], axes: tuple[str, ...], estimated: bool) -> str:
    told = [_lengths([shape[at] for shape in shapes]) for at in range(len(shapes[0]))]
    if told and estimated:
        told[0] = f"about {told[0]}"
    if len(axes) == len(told):
        told = [
            f"{length} {axis.removesuffix('s') if length == '1' else axis}"
            for length, axis in zip(told, axes, strict=True)
        ]
    text = " x ".join(told) or "a single value"
    return f"{name}: {text}" if name else text


def _lengths(lengths: Sequence[int]) -> str:
    least, most = min(lengths), max(lengths)
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _rates(rates: Sequence[float]) -> tuple[float, ...]:
    """The rates that differ by more than measuring does: one where they are alike, else each, or some."""
    if not rates:
        return ()
    if max(rates) <= _ALIKE * min(rates):
        return (rates[0] if len(set(rates)) == 1 else _rounded(median(rates)),)
    distinct = sorted({_rounded(rate) for rate in rates})
    last = len(distinct) - 1
    return tuple(dict.fromkeys(distinct[round(at * last / (_RATES - 1))] for at in range(_RATES)))


def _rounded(rate: float) -> float:
    return float(f"{rate:.4g}")


def _channels(facts: Iterable[Facts]) -> tuple[Channel, ...]:
    """Channels by name over all files: the widest range, all that is missing."""
    found: dict[str, Channel] = {}
    for one in facts:
        for channel in one.channels:
            found[channel.name] = _both(found[channel.name], channel) if channel.name in found else channel
    return tuple(found.values())


def _both(one: Channel, other: Channel) -> Channel:
    types = {one.type, other.type} - {"empty", ""}
    return Channel(
        name=one.name,
        type=types.pop()
        if len(types) == 1
        else "float"
        if types == {"int", "float"}
        else "mixed"
        if types
        else one.type,
        unit=one.unit if one.unit == other.unit else f"{one.unit} or {other.unit}".strip(),
        minimum=min((v for v in (one.minimum, other.minimum) if v is not None), default=None),
        maximum=max((v for v in (one.maximum, other.maximum) if v is not None), default=None),
        missing=one.missing + other.missing,
    )


def _labels(facts: Sequence[Facts]) -> tuple[Labels, ...]:
    found: dict[str, Counter[str]] = {}
    for one in facts:
        for source, counts in one.labels.items():
            found.setdefault(source, Counter()).update(counts)
    partial = any(one.partial for one in facts)
    return tuple(
        Labels(source, dict(counts.most_common(MOST_CLASSES)), partial=partial) for source, counts in found.items()
    )


def _notes(members: Members) -> tuple[str, ...]:
    counts = Counter(note for one in members.facts for note in one.notes)
    many = len(members.facts)
    notes = [
        note if count == many else f"{note} ({count} of {many} files)" for note, count in counts.most_common(_NOTES)
    ]
    if times := times_in_names([*members.names, *members.further]):
        notes.append(f"file names hold a time: {times[0]} to {times[1]}")
    if members.further:
        notes.append(f"{many:,} files were looked into, {len(members.further):,} further ones counted by their names")
    return tuple(notes)
