"""WFDB records: a header with its signal and annotation files (PhysioNet, WFDB Applications Guide)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import PurePath

from core.errors import StorageError
from core.profiles import Channel, Timeline
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import listed, span
from sandbox.profile.source import Source
from sandbox.wfdb_files import BEATS, BYTES_PER_SAMPLE, Header, Signal, parse_annotations, parse_header
from sandbox.wfdb_samples import samples_at

_HEADER_LINE = re.compile(rb"^\s*[^\s#/]+(/\d+)?[ \t]+\d+([ \t]|\r?\n|$)")
# Files of these kinds may share a record's name and are read for themselves.
_OWN = {
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".jsonl",
    ".png",
    ".jpg",
    ".jpeg",
    ".pdf",
    ".wav",
    ".npy",
    ".npz",
    ".mat",
    ".md",
    ".html",
}
_SAMPLES_SHOWN = 5


class WfdbFormat:
    """A header names its signals; annotation files are those of the same name whose bytes are MIT annotations."""

    name = "WFDB record"
    suffixes = frozenset({".hea"})

    def recognises(self, source: Source) -> bool:
        """By suffix: a header is a text of a few numbers, which other files are as well."""
        return source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Shape, leads, rate, annotations and the first samples of a record."""
        parts = companions(source.path.name, source.siblings)
        if not _HEADER_LINE.search(_first_told(source.head)):
            raise StorageError("no WFDB header: its first line names no record and number of signals")
        header = parse_header(source.at(0, 1 << 20), source.path.name)
        labels, notes = _annotations(source, parts, header)
        look = _signals(source, header)
        samples = look.samples or header.samples
        return Facts(
            shapes={"": (samples, len(header.signals))},
            axes=("samples", "channels"),
            dtypes=tuple(dict.fromkeys(_type(signal) for signal in header.signals)),
            rate_hz=header.rate_hz,
            channels=look.channels,
            channel_count=len(header.signals),
            labels=labels,
            sample=look.sample,
            notes=(*notes, *look.notes, *_segments(header)),
            timeline=Timeline(
                header.record, header.start, samples / header.rate_hz,
                "calendar" if header.start is not None else "own", header.rate_hz,
            ),
            problem=look.problem,
            parts=tuple(sorted({*parts, *(s.file for s in header.signals if s.file in source.siblings)} - {source.path.name})),
        )  # fmt: skip


def companions(name: str, siblings: frozenset[str]) -> tuple[str, ...]:
    """The files that share the header's name: signals, annotations and displays of the same record."""
    return tuple(other for other in _by_stem(siblings).get(PurePath(name).stem, ()) if other != name)


@lru_cache(maxsize=2)
def _by_stem(siblings: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The names of a folder that may belong to a record, sorted, by their stems; folders of records hold thousands."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(siblings):
        if PurePath(name).suffix.lower() not in _OWN:
            found[PurePath(name).stem] = (*found.get(PurePath(name).stem, ()), name)
    return found


class _Look:
    """What the signal files say beyond the header."""

    def __init__(self) -> None:
        self.samples = 0
        self.channels: tuple[Channel, ...] = ()
        self.sample = ""
        self.notes: list[str] = []
        self.problem = ""


def _first_told(head: bytes) -> bytes:
    lines = (line for line in head.splitlines() if line.strip() and not line.lstrip().startswith(b"#"))
    return next(lines, b"")


def _type(signal: Signal) -> str:
    return (
        f"{signal.resolution}-bit int in WFDB format {signal.format}"
        if signal.resolution
        else f"WFDB format {signal.format}"
    )


def _segments(header: Header) -> tuple[str, ...]:
    return (f"multi-segment record of {len(header.segments)} segments",) if header.segments else ()


def _annotations(
    source: Source, parts: tuple[str, ...], header: Header
) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    signal_files = {signal.file for signal in header.signals}
    labels: dict[str, dict[str, int]] = {}
    others = []
    for part in parts:
        if part in signal_files or part.endswith((".dat", ".hea")):
            continue
        try:
            with source.beside(part) as file:
                found = parse_annotations(file.all(), part) if file.size else None
        except (StorageError, OSError):
            others.append(PurePath(part).suffix)
            continue
        if found and found.symbols:
            labels[f"annotations {PurePath(part).suffix}"] = dict(Counter(found.symbols))
        else:
            others.append(PurePath(part).suffix)
    notes = [f"no annotations in {', '.join(sorted(others))}"] if others else []
    if any(BEATS & counts.keys() for counts in labels.values()):
        notes.append(f"of the annotation symbols, {''.join(sorted(BEATS))} stand for beats")
    return labels, tuple(notes)


def _signals(source: Source, header: Header) -> _Look:
    """The signal files one by one: are they there, long enough, and what do their first samples hold."""
    look = _Look()
    channels = []
    for name in dict.fromkeys(signal.file for signal in header.signals):
        signals = [signal for signal in header.signals if signal.file == name]
        if name not in source.siblings:
            look.problem = look.problem or f"its signal file {name} is missing"
            channels += [Channel(signal.name, unit=signal.unit) for signal in signals]
            continue
        with source.beside(name) as file:
            channels += _one_file(file, signals, header, look)
    look.channels = tuple(channels)
    return look


def _one_file(file: Source, signals: list[Signal], header: Header, look: _Look) -> list[Channel]:
    form = signals[0].format
    width = BYTES_PER_SAMPLE.get(form)
    frame = sum(signal.per_frame for signal in signals)
    if width is None:
        look.notes.append(f"format {form} is compressed: its samples were not looked at")
        return [Channel(signal.name, unit=signal.unit) for signal in signals]
    there = int((file.size - signals[0].offset) / width) // frame
    look.samples = header.samples or there
    if there < header.samples:
        look.problem = (
            look.problem
            or f"{file.path.name} holds {there:,} of the {header.samples:,} samples that the header announces"
        )
    return _decoded(file, signals, form, frame, look)


def _decoded(file: Source, signals: list[Signal], form: str, frame: int, look: _Look) -> list[Channel]:
    values = samples_at(file.at(signals[0].offset, file.piece // 3 * 3), form)
    if values is None:
        look.notes.append(f"samples of format {form} were not looked at")
        return [Channel(signal.name, unit=signal.unit) for signal in signals]
    channels, at = [], 0
    for signal in signals:
        picked = [
            value for start in range(at, len(values), frame) for value in values[start : start + signal.per_frame]
        ]
        at += signal.per_frame
        physical = [(value - signal.baseline) / signal.gain for value in picked]
        channels.append(
            Channel(
                signal.name,
                "int",
                signal.unit,
                *span(physical),
            )
        )
        shown = listed(picked[:_SAMPLES_SHOWN])
        look.sample += f"{'; ' if look.sample else ''}{signal.name} {shown}" if picked else ""
    return channels
