"""Vectors kept between runs of the benchmarks: five thousand abstracts take minutes to embed."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from core.ports import Embedder

BATCH = 64


async def vectors_of(texts: Sequence[str], embedder: Embedder, folder: Path) -> Iterator[list[float]]:
    """One vector a text, in order; those that are missing in ``folder`` are made and kept there."""
    with closing(_kept(folder, embedder.digest)) as kept:
        kept.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB)")
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        known = {key for (key,) in kept.execute("SELECT key FROM vectors")}
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
        await _embed(missing, embedder, kept)
        found = dict(kept.execute("SELECT key, vector FROM vectors"))
    return (_unpacked(found[key]) for key in keys)


def _kept(folder: Path, digest: str) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(folder / f"vectors-{digest[:16]}.db", isolation_level=None)


async def _embed(missing: Sequence[tuple[str, str]], embedder: Embedder, kept: sqlite3.Connection) -> None:
    began = time.monotonic()
    for start in range(0, len(missing), BATCH):
        piece = missing[start : start + BATCH]
        vectors = await embedder.embed([text for _, text in piece])
        rows = [(key, struct.pack(f"<{len(v)}f", *v)) for (key, _), v in zip(piece, vectors, strict=True)]
        kept.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        done = start + len(piece)
        print(
            f"\rembedded {done} of {len(missing)}, {done / (time.monotonic() - began):.1f}/s", end="", file=sys.stderr
        )
    if missing:
        print(file=sys.stderr)


def _unpacked(blob: bytes) -> list[float]:
    return list(struct.unpack(f"<{len(blob) // 4}f", blob))
