"""Small WFDB records of our own, a detector whose answers never vary, and the shared records."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

_CODES = dict(zip("NLRaVFJASEj/Q~|", range(1, 17), strict=False)) | {"+": 28}


def write_record(
    folder: Path, name: str, samples: Sequence[int], *, symbols: str = "", rate: int = 360, length: int = 650_000
) -> None:
    """A record with a header and annotations in MIT format, without a signal; ``symbols`` default to normal beats."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.hea").write_text(f"{name} 1 {rate} {length}\n{name}.dat 16 200 11 1024 0 0 0 MLII\n")
    content, last = b"", 0
    for sample, symbol in zip(samples, symbols or "N" * len(samples), strict=True):
        gap, last = sample - last, sample
        if gap > 1023:
            content += (59 << 10).to_bytes(2, "little")
            content += (gap >> 16).to_bytes(2, "little") + (gap & 0xFFFF).to_bytes(2, "little")
            gap = 0
        content += (_CODES[symbol] << 10 | gap).to_bytes(2, "little")
    (folder / f"{name}.atr").write_bytes(content + b"\0\0")


def shared_records() -> Path:
    """The MIT-BIH records of the shared data, or skip."""
    beside = Path(__file__).parents[4] / "shared" / "data"
    folder = Path(os.environ.get("GPIOT_TEST_DATA", beside)) / "mitbih"
    if not folder.is_dir():
        pytest.skip(f"no {folder}; GPIOT_TEST_DATA names the folder with the shared data")
    return folder


def simple_peaks(dat: Path) -> list[int]:
    """Steep places of the first of two leads in format 212, 72 samples apart at least; whole numbers only."""
    import numpy as np

    raw = np.frombuffer(dat.read_bytes(), dtype=np.uint8).reshape(-1, 3).astype(np.int64)
    signal = (raw[:, 1] & 0x0F) * 256 + raw[:, 0]
    signal = np.where(signal > 2047, signal - 4096, signal)
    slope = np.abs(signal[4:] - signal[:-4])
    steep = np.flatnonzero(slope > np.sort(slope)[len(slope) * 95 // 100])
    found: list[int] = []
    for place in steep.tolist():
        if not found or place - found[-1] >= 72:
            found.append(place + 2)
    return found
