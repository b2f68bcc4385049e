"""What a person's data looks like, told without the data: a folder's files in groups, and how its sensors line up.

Names are relative to the folder; nothing here holds a path of the machine. Texts of foreign files stand here as they
came; ``Profile.markdown`` cleans and bounds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.terminal import clean
from core.wording import plural

Clock = Literal["calendar", "own"]
"""``calendar``: seconds since 1970-01-01 UTC, comparable between files; ``own``: the device's, zero anywhere."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One lead, column or field. Range and missing count are those of the values that were looked at.

    type: ``int``, ``float``, ``text``, ``time``, ``mixed``, ``empty`` or the format's own word (``int16``)
    """

    name: str
    type: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """Values that may be the truth, with their counts.

    source: where they stand (``column activity``, ``annotations .atr``, ``folder names``)
    guess: nothing in the files says that these are labels
    partial: only some of the rows or files were looked at
    """

    source: str
    counts: Mapping[str, int]
    guess: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """One recording in time; ``start`` in seconds on its ``clock``, None where the file does not tell it.

    drift_ppm: how much longer the sampling interval is at the end than at the start, in millionths; None: not measured
    rate_hz: where the intervals are regular, of those between gaps, else the mean over all of it
    restarts: how often its time falls back: then it holds several recordings, has no start, and duration_s is their sum
    gaps: intervals longer than twice the usual one, among those looked at; largest_gap_s: the longest interval
    """

    name: str
    start: float | None
    duration_s: float
    clock: Clock = "own"
    rate_hz: float | None = None
    drift_ppm: float | None = None
    gaps: int = 0
    largest_gap_s: float = 0.0
    regular: bool = True
    restarts: int = 0

    @property
    def end(self) -> float | None:
        """When it ended, in seconds on its clock."""
        return None if self.start is None else self.start + self.duration_s


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one kind.

    format: ``WFDB record``; count: how many files or records; examples: some of their names; size: bytes of all of them
    shapes: ``650,000 samples x 2 channels``, a range where files differ; an array's name before it where it has one
    rates_hz: the sampling rates seen, ascending, some of them where there are many
    channel_count: of one file, all of them; ``channels`` describes those of all files, the first ones of many
    missing: values looked at that hold nothing (empty, NaN); sample: the first values of one file
    notes: what else was seen, and what could not be told
    """

    format: str
    count: int
    examples: tuple[str, ...] = ()
    size: int = 0
    shapes: tuple[str, ...] = ()
    dtypes: tuple[str, ...] = ()
    rates_hz: tuple[float, ...] = ()
    channels: tuple[Channel, ...] = ()
    channel_count: int = 0
    labels: tuple[Labels, ...] = ()
    missing: int = 0
    sample: str = ""
    notes: tuple[str, ...] = ()
    timelines: tuple[Timeline, ...] = ()

    @property
    def sampling_rate_hz(self) -> float | None:
        """The sampling rate where all files share one."""
        return self.rates_hz[0] if len(self.rates_hz) == 1 else None


@dataclass(frozen=True, slots=True)
class Profile:
    """A file or folder: ``root`` is its own name, without the path to it.

    files, size: what lies there, in files and bytes; read: bytes that were looked at
    alignment: how the sensors line up in time, one line each
    problems: (file name, reason) of what could not be read as it should
    skipped: how many files were left out, by reason
    """

    root: str
    groups: tuple[Group, ...] = ()
    files: int = 0
    size: int = 0
    read: int = 0
    alignment: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)

    def markdown(self) -> str:
        """The profile as people and models read it: about 1,500 characters for an ordinary folder, never over 4,000.

        Control characters of names and contents are left out, and each text of theirs stays on its line.
        """
        for shown in range(min(len(self.groups), _GROUPS), 0, -1):
            if len(text := self._text(shown)) <= _CHARACTERS:
                return text
        return _cut(self._text(0), _CHARACTERS)

    def _text(self, shown: int) -> str:
        groups = [line for at, group in enumerate(self.groups[:shown], 1) for line in _group(at, group)]
        parts = [f"`{_plain(self.root)}`: {plural(self.files, 'file')}, {_bytes(self.size)}", *groups]
        if rest := self.groups[shown:]:
            parts.append(
                f"{plural(len(rest), 'further kind')}: {_listed([f'{g.format} {g.count:,}' for g in rest], 6)}"
            )
        parts += [*_section("Time", self.alignment, _LINES), *_section("Problems", _merged(self.problems), _LINES)]
        if self.skipped:
            parts.append(
                f"\nLeft out: {_listed([f'{count:,} {_plain(why)}' for why, count in self.skipped.items()], 8)}"
            )
        return "\n".join(parts)


_CHARACTERS = 4000
_LINE = 420
_GROUPS = 6
_LINES = 6
_CHANNELS = 40
_CLASSES = 16
_LABELS = 4
_RATES = 3


def _group(at: int, group: Group) -> list[str]:
    """The lines of one group: a heading and what is known, nothing for what is not."""
    names = _listed(
        [_cut(name, 72) for name in group.examples], 3, ", " if group.count <= len(group.examples) else " ... "
    )
    lines = [f"{at}. {_plain(group.format)}: {group.count:,} ({names}), {_bytes(group.size)}"]
    facts = [_listed(group.shapes, 6, "; "), _listed(group.dtypes, 4), _rates(group)]
    told = {
        "": "; ".join(fact for fact in facts if fact),
        **_channels(group),
        **{_source(labels): _classes(labels) for labels in group.labels[:_LABELS]},
        "missing values": f"{group.missing:,}" if group.missing else "",
        "sample": group.sample,
    }
    lines += [
        f"   - {_cut(_plain(f'{name}: {fact}' if name else fact), 2 * _LINE if name == 'channels' else _LINE)}"
        for name, fact in told.items()
        if fact
    ]
    return [*lines, *(f"   - {_cut(_plain(note), _LINE // 2)}" for note in group.notes[:_LINES])]


def _rates(group: Group) -> str:
    rates = [f"{rate:,.5g}" for rate in group.rates_hz]
    if len(rates) > _RATES:
        return f"{rates[0]} to {rates[-1]} Hz, mostly {rates[len(rates) // 2]}"
    if rates:
        return f"{', '.join(rates)} Hz"
    # Of texts and of single values nobody expects a rate.
    return (
        "sampling rate not told"
        if group.channels and not any(c.type in ("text", "object") for c in group.channels)
        else ""
    )


def _channels(group: Group) -> dict[str, str]:
    """The channels with all that is known; where that is too long, all names first, then the ranges as far as they go."""
    total = f" ({group.channel_count:,} in all)" if group.channel_count > len(group.channels) else ""
    told = ", ".join(_channel(channel) for channel in group.channels)
    if len(told) <= _LINE:
        return {"channels": told + total}
    names = [_cut(channel.name, 40) for channel in group.channels]
    ranged = [channel for channel in group.channels if channel.minimum != channel.maximum]
    return {
        "channels": _cut(_listed(names, _CHANNELS), 2 * _LINE - len(total)) + total,
        "their ranges": ", ".join(_channel(channel) for channel in ranged),
    }


def _channel(channel: Channel) -> str:
    span = "" if channel.minimum is None or channel.maximum is None else _span(channel.minimum, channel.maximum)
    facts = " ".join(part for part in (channel.type, span, channel.unit) if part)
    return f"{_cut(channel.name, 40)} ({facts})" if facts else _cut(channel.name, 40)


def _span(least: float, most: float) -> str:
    return f"{_number(least)}" if least == most else f"{_number(least)}..{_number(most)}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.4g}"


def _source(labels: Labels) -> str:
    """``labels (a guess), file names, part 2``."""
    marks = [word for word, said in (("a guess", labels.guess), ("of what was looked at", labels.partial)) if said]
    return f"labels ({', '.join(marks)}), {labels.source}" if marks else f"labels, {labels.source}"


def _classes(labels: Labels) -> str:
    counts = set(labels.counts.values())
    if len(counts) == 1 and len(labels.counts) > 1:
        return f"{_listed(list(labels.counts), _CLASSES)}: {counts.pop():,} each"
    return _listed([f"{_cut(value, 30)} {count:,}" for value, count in labels.counts.items()], _CLASSES)


def _section(title: str, lines: Sequence[str], most: int) -> list[str]:
    if not lines:
        return []
    shown = [f"- {_cut(_plain(line), _LINE)}" for line in lines[:most]]
    return [f"\n{title}:", *shown, *([f"- and {len(lines) - most:,} more"] if len(lines) > most else [])]


def _merged(problems: Sequence[tuple[str, str]]) -> list[str]:
    """One line for each reason, with the first files that have it."""
    found: dict[str, list[str]] = {}
    for name, reason in problems:
        found.setdefault(reason, []).append(name)
    return [f"{_listed(names, 3)}: {reason}" for reason, names in found.items()]


def _listed(texts: Sequence[str], most: int, between: str = ", ") -> str:
    more = f"{between}and {len(texts) - most:,} more" if len(texts) > most else ""
    return between.join(_cut(_plain(text), 100) for text in texts[:most]) + more


def _bytes(size: int) -> str:
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= one:
            return f"{size / one:.3g} {unit}" if size < 1000 * one else f"{size / one:,.0f} {unit}"
    return f"{size} bytes"


def _plain(text: str) -> str:
    """On one line, and without what steers a terminal."""
    return " ".join(clean(text).split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 4]} ..."
