"""Captured packets: how many, of which link, when (libpcap file format; pcapng is named and not looked into)."""

from __future__ import annotations

import struct

from core.errors import StorageError
from core.profiles import Channel
from sandbox.profile.clocks import timeline, told
from sandbox.profile.facts import Facts
from sandbox.profile.numbers import span
from sandbox.profile.source import Source

_MARKS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1e-6), b"\xa1\xb2\xc3\xd4": (">", 1e-6),
    b"\x4d\x3c\xb2\xa1": ("<", 1e-9), b"\xa1\xb2\x3c\x4d": (">", 1e-9),
}  # fmt: skip
_NEXT_GENERATION = b"\x0a\x0d\x0d\x0a"
_LINKS = {
    0: "loopback", 1: "Ethernet", 101: "raw IP", 105: "802.11", 113: "Linux cooked", 119: "802.11 Prism",
    127: "802.11 radiotap", 195: "802.15.4", 251: "Bluetooth LE", 283: "802.15.4 TAP",
}  # fmt: skip


class PcapFormat:
    """The packets' headers are walked in the first part of the file; beyond it their number is estimated."""

    name = "packet capture (pcap)"
    suffixes = frozenset({".pcap", ".pcapng"})

    def recognises(self, source: Source) -> bool:
        """By its mark, or by its name where that is missing."""
        return source.head[:4] in _MARKS or source.head[:4] == _NEXT_GENERATION or source.suffix in self.suffixes

    def read(self, source: Source) -> Facts:
        """Packets, link type, lengths and rate."""
        if source.head[:4] == _NEXT_GENERATION:
            raise StorageError("pcapng, which is not looked into: convert it with `editcap -F pcap`")
        if source.head[:4] not in _MARKS or len(source.head) < 24:
            raise StorageError("its name says packet capture, but it does not begin as one")
        order, fraction = _MARKS[source.head[:4]]
        content = source.all() if source.whole else source.at(0, source.piece)
        times, lengths, end = _packets(content, order, fraction)
        link = struct.unpack_from(f"{order}I", source.head, 20)[0] & 0xFFFF
        clock = timeline(source.name, [times], "calendar") if times else None
        total = len(times) if source.whole else round(len(times) * source.size / max(1, end))
        return Facts(
            kind=str(link),
            shapes={"": (total,)},
            axes=("packets",),
            estimated=not source.whole,
            dtypes=(f"link type {link}, {_LINKS.get(link, 'unknown')}",),
            rate_hz=clock.rate_hz if clock else None,
            channels=(Channel("packet length", "int", "bytes", *span(lengths)),),
            channel_count=1,
            notes=("what the packets hold was not looked at", *((told(clock),) if clock and told(clock) else ())),
            timeline=clock,
            problem=_problem(source, len(content), end, len(times)),
        )


def _packets(content: bytes, order: str, fraction: float) -> tuple[list[float], list[int], int]:
    times, lengths, at = [], [], 24
    while at + 16 <= len(content):
        seconds, parts, kept, _ = struct.unpack_from(f"{order}IIII", content, at)
        if at + 16 + kept > len(content):
            break
        times.append(seconds + parts * fraction)
        lengths.append(kept)
        at += 16 + kept
    return times, lengths, at


def _problem(source: Source, looked_at: int, end: int, packets: int) -> str:
    if source.whole and end < looked_at:
        return f"its last {looked_at - end:,} bytes are no whole packet"
    return "" if packets else "it holds no packets"
