"""WFDB recordings: the header (header(5)) and MIT annotations (annot(5)) of the WFDB Applications Guide, PhysioNet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

from core.errors import StorageError

SYMBOLS = dict(enumerate(' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r'))
"""The mnemonic of each annotation code (ecgcodes.h of the WFDB library)."""

BEATS = frozenset("NLRBAaJSVrFejnE/fQ?")
"""The symbols that stand for a heartbeat."""

BYTES_PER_SAMPLE = {
    "8": 1.0, "16": 2.0, "24": 3.0, "32": 4.0, "61": 2.0, "80": 1.0, "160": 2.0, "212": 1.5, "310": 4 / 3, "311": 4 / 3,
}  # fmt: skip
"""Bytes that one sample takes on disk, by format (signal(5)); FLAC formats (508, 516, 524) have no fixed size."""

_MOST_HEADER = 1 << 20
_MOST_ANNOTATIONS = 64 << 20
_SKIP, _NUMBER, _SUBTYPE, _CHANNEL, _TEXT = 59, 60, 61, 62, 63
_NOTE = 22
_DEFAULT_RATE, _DEFAULT_GAIN = 250.0, 200.0
_GAIN = re.compile(r"(?P<gain>[-+.\deE]+)(?:\((?P<baseline>-?\d+)\))?(?:/(?P<unit>\S+))?$")
_FORMAT = re.compile(r"(?P<format>\d+)(?:x(?P<per_frame>\d+))?(?::(?P<skew>\d+))?(?:\+(?P<offset>\d+))?$")


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal line: physical value = (sample - baseline) / gain, in ``unit``.

    per_frame: samples of this signal in a frame; offset: bytes before the first sample in ``file``
    """

    file: str
    format: str
    name: str
    per_frame: int = 1
    offset: int = 0
    gain: float = _DEFAULT_GAIN
    baseline: int = 0
    unit: str = "mV"
    resolution: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """A record's header; ``rate_hz`` is of frames, ``samples`` the frames of each signal, 0 where it does not say.

    start: seconds since 1970 where date and time are given (UTC is assumed, the format knows no zone)
    segments: names and lengths of a multi-segment record, empty for an ordinary one
    """

    record: str
    rate_hz: float
    samples: int
    signals: tuple[Signal, ...] = ()
    start: float | None = None
    segments: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()


class Annotations(NamedTuple):
    """Sample numbers in the order of the file, and the symbol of each."""

    samples: tuple[int, ...]
    symbols: tuple[str, ...]


def read_header(path: Path) -> Header:
    """The header file (``100.hea``) as data; raises StorageError where it cannot be read or is no WFDB header."""
    return parse_header(_bytes(path, _MOST_HEADER), path.name)


def read_annotations(path: Path) -> Annotations:
    """All annotations of a file in MIT format (``100.atr``); raises StorageError where it cannot be read or is none."""
    return parse_annotations(_bytes(path, _MOST_ANNOTATIONS), path.name)


def parse_header(content: bytes, name: str) -> Header:
    """The header out of its bytes; ``name`` is for the error."""
    text = content.decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("#")]
    if not told:
        raise StorageError(f"{name}: it holds no record line.", _HEADER_HINT)
    try:
        return _header(told, tuple(line.lstrip("# ") for line in lines if line.startswith("#")))
    except (ValueError, IndexError, OverflowError) as error:
        raise StorageError(f"{name}: it is no WFDB header ({error}).", _HEADER_HINT) from error


def parse_annotations(content: bytes, name: str) -> Annotations:
    """The annotations out of a file's bytes; ``name`` is for the error."""
    samples, symbols = [], []
    for sample, code, text in _annotations(content, name):
        if code == _NOTE and sample == 0 and text.startswith(b"## "):
            # The library's own note on time resolution or on user-defined codes, no annotation of the signal.
            continue
        samples.append(sample)
        symbols.append(SYMBOLS.get(code, f"[{code}]"))
    return Annotations(tuple(samples), tuple(symbols))


_HEADER_HINT = "A record is a .hea file beside its signal files, as PhysioNet gives them."
_ANNOTATION_HINT = "Only annotations in MIT format are read."


def _bytes(path: Path, most: int) -> bytes:
    try:
        if not path.is_file():
            raise StorageError(f"{path.name}: there is no such file.", "Name a file of a WFDB record.")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise StorageError(f"{path.name}: {error.strerror}.", "Make the file readable.") from error
    if len(content) > most:
        raise StorageError(
            f"{path.name}: it is larger than {most >> 20} MB.", "Is this a WFDB header or annotation file?"
        )
    return content


def _header(lines: list[str], comments: tuple[str, ...]) -> Header:
    words = lines[0].split()
    record, _, segments = words[0].partition("/")
    count = int(words[1])
    rate = float(re.split(r"[/(]", words[2])[0]) if len(words) > 2 else _DEFAULT_RATE
    if count < 0 or not 0 < rate < 1e12:
        raise ValueError(f"{count} signals at {rate:g} Hz")
    header = Header(record, rate, max(0, int(words[3])) if len(words) > 3 else 0, (), _start(words[4:6]), (), comments)
    if segments:
        return _replaced(header, segments=tuple(_segment(line) for line in lines[1 : 1 + int(segments)]))
    if len(lines) - 1 < count:
        raise ValueError(f"{count} signals announced, {len(lines) - 1} described")
    return _replaced(
        header, signals=tuple(_signal(line, number) for number, line in enumerate(lines[1 : 1 + count], 1))
    )


def _replaced(header: Header, signals: tuple[Signal, ...] = (), segments: tuple[tuple[str, int], ...] = ()) -> Header:
    return Header(header.record, header.rate_hz, header.samples, signals, header.start, segments, header.comments)


def _segment(line: str) -> tuple[str, int]:
    name, length = line.split()[:2]
    return name, int(length)


def _signal(line: str, number: int) -> Signal:
    words = line.split(maxsplit=8)
    form = _FORMAT.match(words[1])
    if form is None:
        raise ValueError(f"format {words[1][:20]}")
    gain, baseline, unit = _gain(words[2] if len(words) > 2 else "")
    zero = int(words[4]) if len(words) > 4 else 0
    return Signal(
        file=words[0],
        format=form["format"],
        name=words[8] if len(words) > 8 else f"signal {number}",
        per_frame=max(1, int(form["per_frame"] or 1)),
        offset=int(form["offset"] or 0),
        gain=gain,
        baseline=zero if baseline is None else baseline,
        unit=unit,
        resolution=int(words[3]) if len(words) > 3 else 0,
    )


def _gain(word: str) -> tuple[float, int | None, str]:
    found = _GAIN.match(word)
    if found is None:
        return _DEFAULT_GAIN, None, "mV"
    baseline = found["baseline"]
    return float(found["gain"]) or _DEFAULT_GAIN, int(baseline) if baseline else None, found["unit"] or "mV"


def _start(words: list[str]) -> float | None:
    """The start where time and date are both given: ``10:30:05.25 24/12/2011``."""
    if len(words) < 2:
        return None
    clock, _, fraction = words[0].partition(".")
    parts = [0, 0, *(int(part) for part in clock.split(":"))][-3:]
    day, month, year = (int(part) for part in words[1].split("/"))
    moment = datetime.combine(date(year, month, day), time(parts[0], parts[1], parts[2]), UTC)
    return moment.timestamp() + (float(f"0.{fraction}") if fraction else 0.0)


def _annotations(content: bytes, name: str) -> Iterator[tuple[int, int, bytes]]:
    """Sample, code and attached text of each annotation; a file ends with a zero word."""
    at, sample, waiting = 0, 0, None
    while at + 2 <= len(content):
        word = int.from_bytes(content[at : at + 2], "little")
        code, value = word >> 10, word & 0x3FF
        at += 2
        if code == 0 and value == 0:
            break
        if code == _SKIP:
            # A 32-bit interval in PDP-11 order: the high half first, each half with its low byte first.
            high, low = content[at : at + 2], content[at + 2 : at + 4]
            sample += int.from_bytes(low + high, "little", signed=True)
            at += 4
        elif code == _TEXT:
            if waiting:
                waiting = (*waiting[:2], content[at : at + value])
            at += value + value % 2
        elif code not in (_NUMBER, _SUBTYPE, _CHANNEL):
            if waiting:
                yield waiting
            sample += value
            waiting = (sample, code, b"")
    else:
        raise StorageError(f"{name}: it does not end as annotations in MIT format do.", _ANNOTATION_HINT)
    if waiting:
        yield waiting
