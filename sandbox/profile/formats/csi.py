"""Channel state information of the Intel 5300 CSI Tool: a log of records, of which code 0xBB holds one packet's matrix.

Layout: Halperin et al., "Tool Release: Gathering 802.11n Traces with Channel State Information", CCR 2011, and the
``read_bf_file`` that comes with it: a big-endian length, a code, then ``bfee`` in little-endian order.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from core.profiles import Channel, Timeline
from sandbox.profile.clocks import timeline, told
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import counted, listed, span
from sandbox.profile.source import Source

SUBCARRIERS = 30
_CODE = 0xBB
_CODES = (0xBB, 0xC1)
_BFEE = struct.Struct("<IHHBBBBBbBBHH")
_ROLLOVER = 1 << 32


@dataclass(slots=True)
class _Log:
    """Packets by antennas, device times in seconds, received signal strengths, and what went wrong."""

    shapes: Counter[tuple[int, int]] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    strengths: list[list[int]] = field(default_factory=lambda: [[], [], []])
    bad: int = 0
    others: int = 0
    end: int = 0
    first: tuple[int, ...] = ()
    counts: list[int] = field(default_factory=list)


class CsiFormat:
    """Recognised by the length and code of its first records: it has no mark of its own."""

    name = "Intel 5300 CSI log"
    suffixes = frozenset[str]()

    def recognises(self, source: Source) -> bool:
        """The first record is a packet whose lengths agree, or the file is too short for a second one."""
        record = next(_records(source.head), None)
        if record is None or record[0] not in _CODES:
            return False
        return record[0] != _CODE or _matrix(record[1]) is not None

    def read(self, source: Source) -> Facts:
        """Packets, antennas and rate; of a large log from its first part, the number of packets then estimated."""
        content = source.all() if source.whole else source.at(0, source.piece)
        log = _log(content)
        packets = sum(log.shapes.values())
        (receive, transmit), _ = log.shapes.most_common(1)[0] if log.shapes else ((0, 0), 0)
        total = packets if source.whole else round(packets * source.size / max(1, log.end))
        clock = timeline(source.name, [log.times])
        return Facts(
            shapes={"": (total, SUBCARRIERS, receive, transmit)},
            axes=("packets", "subcarriers", "rx", "tx"),
            estimated=not source.whole,
            dtypes=("complex, 8-bit real and imaginary parts",),
            rate_hz=clock.rate_hz if clock else None,
            channels=_channels(log, receive),
            channel_count=receive,
            sample=f"first packet, first subcarrier (re im): {listed(log.first, 18)}" if log.first else "",
            notes=_notes(log, clock),
            timeline=clock,
            problem=_problem(log, source, len(content)),
        )


def _records(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Code, body and end of each whole record."""
    at = 0
    while at + 3 <= len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        if length < 1 or at + 2 + length > len(content):
            return
        yield content[at + 2], content[at + 3 : at + 2 + length], at + 2 + length
        at += 2 + length


def _matrix(body: bytes) -> tuple[int, int] | None:
    """Receiving and transmitting antennas, None where the lengths do not agree."""
    if len(body) < _BFEE.size:
        return None
    receive, transmit = body[8], body[9]
    length = _BFEE.unpack_from(body)[11]
    sound = (
        receive in (1, 2, 3)
        and transmit in (1, 2, 3)
        and length == (SUBCARRIERS * (receive * transmit * 16 + 3) + 7) // 8
    )
    return (receive, transmit) if sound and len(body) >= _BFEE.size + length else None


def _log(content: bytes) -> _Log:
    log = _Log()
    turns = 0
    for code, body, end in _records(content):
        log.end = end
        if code != _CODE:
            log.others += 1
            continue
        if (shape := _matrix(body)) is None:
            log.bad += 1
            continue
        fields = _BFEE.unpack_from(body)
        log.shapes[shape] += 1
        log.counts.append(fields[1])
        # The device counts microseconds in 32 bits: after 71 minutes it starts again.
        turns += bool(log.times) and fields[0] + turns * _ROLLOVER < log.times[-1] * 1e6 - _ROLLOVER / 2
        log.times.append((fields[0] + turns * _ROLLOVER) / 1e6)
        for values, strength in zip(log.strengths, fields[5:8], strict=True):
            values.append(strength)
        log.first = log.first or _first_subcarrier(body[_BFEE.size :], shape[0] * shape[1])
    return log


def _first_subcarrier(payload: bytes, pairs: int) -> tuple[int, ...]:
    """Real and imaginary parts of each antenna pair; every subcarrier begins with three bits that hold nothing."""
    bits = int.from_bytes(payload[: pairs * 2 + 1], "little") >> 3
    values = ((bits >> 8 * at) & 0xFF for at in range(pairs * 2))
    return tuple(value - 256 if value > 127 else value for value in values)


def _channels(log: _Log, receive: int) -> tuple[Channel, ...]:
    used = list(zip("abc", log.strengths, strict=True))[:receive]
    return tuple(Channel(f"rssi_{name}", "int", "dB", *span(values)) for name, values in used)


def _notes(log: _Log, clock: Timeline | None) -> tuple[str, ...]:
    notes = ["time from the card's microsecond counter"] if clock else ["its timestamps do not rise: no rate told"]
    if clock and told(clock):
        notes.append(told(clock))
    if log.others:
        notes.append(f"{log.others:,} records of other codes")
    lost = sum((later - earlier) % 65536 - 1 for earlier, later in pairwise(log.counts) if later != earlier)
    if 0 < lost < 10 * len(log.counts):
        notes.append(f"{lost:,} packets missing by the card's own count")
    return tuple(notes)


def _problem(log: _Log, source: Source, looked_at: int) -> str:
    parts = [f"{log.bad:,} packets whose lengths do not agree"] if log.bad else []
    others = [
        counted(n, f"packet of {rx} rx x {tx} tx", f"packets of {rx} rx x {tx} tx")
        for (rx, tx), n in log.shapes.most_common()[1:4]
    ]
    parts += [f"{', '.join(others)} among the others"] if others else []
    if source.whole and log.end < looked_at:
        parts.append("its last record is cut off")
    return ", ".join(parts)
