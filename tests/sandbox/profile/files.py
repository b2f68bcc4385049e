"""Small files of every format, written byte by byte: what a test expects of them is known."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np


def wfdb(folder: Path, record: str = "r1", frames: int = 3600, start: str = "", form: str = "212") -> None:
    """A record of two leads at 360 Hz in mV (gain 200) with ten beats, one of them ventricular."""
    values = np.stack((np.arange(frames) % 400 - 200, np.full(frames, 1000)), 1)
    (folder / f"{record}.dat").write_bytes(
        packed_212(values.ravel()) if form == "212" else values.astype("<i2").tobytes()
    )
    lines = [f"{record} 2 360 {frames} {start}".strip()]
    lines += [f"{record}.dat {form} 200(0)/mV 11 0 0 0 0 {lead}" for lead in ("MLII", "V5")]
    (folder / f"{record}.hea").write_text("\n".join(lines) + "\n# made for a test\n")
    (folder / f"{record}.atr").write_bytes(annotated([(100 + 300 * at, "V" if at == 4 else "N") for at in range(10)]))


def packed_212(values: Sequence[int] | np.ndarray) -> bytes:
    """Pairs of 12-bit samples in three bytes (signal(5))."""
    pairs = (np.asarray(values).astype(np.int64) & 0xFFF).reshape(-1, 2)
    low, middle, high = pairs[:, 0] & 255, pairs[:, 0] >> 8 | (pairs[:, 1] >> 8) << 4, pairs[:, 1] & 255
    return np.stack((low, middle, high), 1).astype(np.uint8).tobytes()


def annotated(beats: Sequence[tuple[int, str]]) -> bytes:
    """MIT annotations (annot(5)); an interval over ten bits is written as a skip."""
    codes = {"N": 1, "V": 5, "+": 28}
    out, last = b"", 0
    for sample, symbol in beats:
        step, last = sample - last, sample
        if step > 1023:
            high, low = struct.pack("<H", step >> 16), struct.pack("<H", step & 0xFFFF)
            out, step = out + struct.pack("<H", 59 << 10) + high + low, 0
        out += struct.pack("<H", codes[symbol] << 10 | step)
        if symbol == "+":
            out += struct.pack("<H", 63 << 10 | 3) + b"(N\0\0"
    return out + b"\0\0"


def wav(path: Path, rate: int = 8000, channels: int = 1, kind: int = 1, frames: int = 800) -> None:
    """A sawtooth as 16-bit integers (kind 1), 32-bit floats (3) or extensible 32-bit floats (0xFFFE)."""
    values = np.repeat(np.arange(frames) % 100, channels)
    content = (values / 100).astype("<f4").tobytes() if kind != 1 else values.astype("<i2").tobytes()
    bits = 16 if kind == 1 else 32
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    if kind == 0xFFFE:
        form += struct.pack("<HHIH", 22, bits, 0, 3) + bytes(14)
    body = (
        b"WAVEfmt "
        + struct.pack("<I", len(form))
        + form
        + b"LIST\x05\0\0\0abcde\0data"
        + struct.pack("<I", len(content))
        + content
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def csi(
    path: Path, packets: int = 50, receive: int = 3, transmit: int = 2, step_us: int = 10_000, broken: int = 0
) -> None:
    """An Intel 5300 log: each packet 10 ms after the last, the first ``broken`` ones with a wrong length."""
    payload = bytes((30 * (receive * transmit * 16 + 3) + 7) // 8)
    records = []
    for at in range(packets):
        length = len(payload) - (at < broken)
        head = struct.pack(
            "<IHHBBBBBbBBHH", 1000 + at * step_us, at, 0, receive, transmit, 30, 31, 32, -90, 40, 0, length, 256
        )
        body = b"\xbb" + head + payload
        records.append(struct.pack(">H", len(body)) + body)
    path.write_bytes(b"".join(records))


def mat(path: Path, compressed: bool = True) -> None:
    """A MATLAB 5 file with a double array ``acc`` of 100 x 3 and a small uint8 one ``label``."""
    first, second = (
        _matrix("acc", 6, (100, 3), 9, np.arange(300.0).tobytes()),
        _matrix("label", 9, (1, 2), 2, b"\x01\x02"),
    )
    parts = [_squeezed(part) if compressed else part for part in (first, second)]
    path.write_bytes(
        b"MATLAB 5.0 MAT-file, made for a test".ljust(124) + struct.pack("<H", 0x0100) + b"IM" + b"".join(parts)
    )


def _matrix(name: str, code: int, shape: tuple[int, int], kind: int, values: bytes) -> bytes:
    parts = [
        _element(6, struct.pack("<II", code, 0)),
        _element(5, struct.pack("<ii", *shape)),
        _element(1, name.encode()),
        _element(kind, values),
    ]
    return _element(14, b"".join(parts))


def _element(kind: int, body: bytes) -> bytes:
    if len(body) <= 4:
        return struct.pack("<HH", kind, len(body)) + body.ljust(4, b"\0")
    return struct.pack("<II", kind, len(body)) + body + bytes(-len(body) % 8)


def _squeezed(element: bytes) -> bytes:
    body = zlib.compress(element)
    return struct.pack("<II", 15, len(body)) + body


def pcap(path: Path, packets: int = 10) -> None:
    """Ethernet packets of 60 bytes, 100 ms apart, from 2024-01-01 on."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for at in range(packets):
        out += struct.pack("<IIII", 1_704_067_200, at * 100_000, 60, 60) + bytes(60) if at < 10 else b""
    path.write_bytes(out)


def png(path: Path, width: int = 4, height: int = 3) -> None:
    """A black RGB image."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(bytes(1 + 3 * width) for _ in range(height)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def json_lines(path: Path, rows: int = 100) -> None:
    """Rows with a time of 50 Hz in ms since 1970, an object of two axes, a list of three and a label."""
    with path.open("w") as file:
        for at in range(rows):
            row = {
                "ts": 1_704_067_200_000 + at * 20,
                "acc": {"x": at / 10, "y": -1},
                "csi": [1, 2, 3],
                "activity": "walk" if at % 4 else "run",
            }
            file.write(json.dumps(row) + "\n")


def npz(path: Path, **arrays: np.ndarray) -> None:
    """An archive of these arrays, objects among them pickled as numpy does it."""
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    path.write_bytes(content.getvalue())


def table(path: Path, rows: int = 200, rate: float = 100.0, start: float = 1_704_067_200.0, gap_at: int = 0) -> None:
    """time, x, label: times since 1970, with half a second missing before row ``gap_at``."""
    with path.open("w") as file:
        file.write("time,x [g],label\n")
        for at in range(rows):
            late = 0.5 if gap_at and at >= gap_at else 0.0
            file.write(f"{start + at / rate + late:.6f},{at % 7 / 10},{'walk' if at < rows // 2 else 'run'}\n")
