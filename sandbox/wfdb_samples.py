"""Samples of WFDB signal files (signal(5)), formats 16, 80 and 212."""

from __future__ import annotations

from pathlib import Path

from sandbox.wfdb_files import Signal, read_header

_WIDTHS = {"16": (2, 1), "80": (1, 1), "212": (3, 2)}
"""Bytes that hold so many samples."""


def read_samples(header: Path, start: int, count: int) -> tuple[Signal, tuple[float, ...]] | None:
    """The first signal of a record from sample ``start`` on, in its physical unit.

    None where its format is another one, or its file cannot be read. Raises StorageError where the header cannot.
    """
    signals = read_header(header).signals
    if not signals or signals[0].format not in _WIDTHS:
        return None
    first = signals[0]
    frame = sum(signal.per_frame for signal in signals if signal.file == first.file)
    size, held = _WIDTHS[first.format]
    # From a whole number of bytes on: in format 212 two samples share the middle one.
    at = start * frame // held * held
    skipped = start * frame - at
    try:
        # A header names files beside it; a path in it leads nowhere.
        with (header.parent / Path(first.file).name).open("rb") as file:
            file.seek(first.offset + at // held * size)
            content = file.read((count * frame + skipped + held) // held * size)
    except OSError:
        return None
    values = samples_at(content, first.format) or []
    picked = values[skipped::frame][:count]
    return first, tuple((value - first.baseline) / first.gain for value in picked)


def samples_at(content: bytes, form: str) -> list[int] | None:
    """The samples of formats 16, 80 and 212 as they stand in the file, None for other formats."""
    import numpy as np

    if form == "16":
        return [int(v) for v in np.frombuffer(content, "<i2", len(content) // 2)]
    if form == "80":
        return [byte - 128 for byte in content]
    if form != "212":
        return None
    # Two 12-bit samples in three bytes: the middle byte holds the high bits, of the first sample in its low half.
    triples = np.frombuffer(content, np.uint8, len(content) // 3 * 3).reshape(-1, 3).astype(np.int16)
    pairs = np.stack((triples[:, 0] | (triples[:, 1] & 15) << 8, triples[:, 2] | (triples[:, 1] >> 4) << 8), 1).ravel()
    return [int(v) for v in np.where(pairs > 2047, pairs - 4096, pairs)]
