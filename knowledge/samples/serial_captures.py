"""Captured serial lines on which a logger sends framed records, with bytes flipped, lost and added.

Model: each record is a 16-bit sequence number and two signed readings in hundredths, little-endian, closed by CRC-16/CCITT-FALSE,
byte-stuffed (COBS) and ended by a zero byte. Readings cross 0, so zero bytes are in the records. The capture begins and ends within a
frame and the sequence starts over. In every 25th frame one fault is made: a flipped bit, a lost byte, or a lost end of frame, which
costs the frame after it as well. ``truth.csv`` tells for every capture how many of the sent frames cannot be recovered.
Source: S. Cheshire and M. Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM Transactions on Networking 7(2), 1999.
"""

from __future__ import annotations

import binascii
import struct
from pathlib import Path

import numpy as np

PORTS = ("pump", "fan", "valve")
FRAMES = 1500
EVERY = 25
FIRST = 65_000


def _stuffed(record: bytes) -> bytes:
    sealed = record + binascii.crc_hqx(record, 0xFFFF).to_bytes(2, "big")
    return b"".join(bytes([len(part) + 1]) + part for part in sealed.split(b"\x00")) + b"\x00"


def _spoiled(frame: bytes, kind: int) -> bytes:
    if kind == 0:
        return frame[:2] + bytes([frame[2] ^ 0x10 or 0x11]) + frame[3:]
    return frame[:3] + frame[4:] if kind == 1 else frame[:-1]


def write(folder: Path, seed: int) -> None:
    """Write ``<port>.bin`` for every port and truth.csv with the columns name and value."""
    rows = ["name,value"]
    for place, name in enumerate(PORTS):
        random = np.random.default_rng([seed, place])
        readings = np.rint(np.cumsum(random.normal(0, 15, (FRAMES, 2)), axis=0)).clip(-32768, 32767).astype(int)
        frames = [_stuffed(struct.pack("<Hhh", (FIRST + n) % 65_536, *map(int, row))) for n, row in enumerate(readings)]
        lost = 0
        for number in range(EVERY, FRAMES - EVERY, EVERY):
            kind = int(random.integers(3))
            frames[number] = _spoiled(frames[number], kind)
            lost += 2 if kind == 2 else 1
        (folder / f"{name}.bin").write_bytes(frames[0][3:] + b"".join(frames) + frames[0][:3])
        rows.append(f"{name},{lost}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n", "utf-8")
