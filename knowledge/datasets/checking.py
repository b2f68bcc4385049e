"""Whether the files of a data set keep what they promise: schema, distinct pairs, no leakage, no benchmark, the hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.disk import storing
from knowledge.datasets.card import statistics
from knowledge.datasets.guard import Guard
from knowledge.datasets.minhash import DUPLICATE, RELATED, Similar, shingles
from knowledge.datasets.pairs import Pair, Source, problems, read_lines
from knowledge.datasets.splitting import SIDES

_MOST_TOLD = 20


def check(folder: Path) -> list[str]:
    """What is wrong with a data set, at most some of it; empty where nothing is. Raises UsageError, StorageError."""
    figures = statistics(folder)
    found = [text for text, _ in zip(_wrong(folder), range(_MOST_TOLD), strict=False)]
    if _digest(folder) != figures["sha256"]:
        found.append("the files are not those that statistics.json speaks of: their hash is another")
    return found


def _wrong(folder: Path) -> Iterator[str]:
    similar, guard, seen = Similar(), Guard(), list[tuple[str, str]]()
    for side in SIDES:
        for number, one in enumerate(read_lines(folder / f"{side}.jsonl"), 1):
            where = f"{side}.jsonl, line {number}"
            if wrong := problems(one):
                yield f"{where}: {'; '.join(wrong)}"
                continue
            pair = _pair(one)
            shingled = shingles(pair.text)
            for other, score in similar.near(shingled, RELATED):
                yield from _resembles(where, side, *seen[other], score)
            if guard.keeps_out(pair):
                yield f"{where}: near to IoTBench"
            similar.add(shingled)
            seen.append((side, where))


def _resembles(where: str, side: str, other_side: str, other: str, score: float) -> Iterator[str]:
    if score >= DUPLICATE:
        yield f"{where}: a near-duplicate of {other} ({score:.2f})"
    elif side != other_side:
        yield f"{where}: resembles {other} ({score:.2f})"


def _pair(one: dict[str, Any]) -> Pair:
    user, assistant = (message["content"] for message in one["messages"][1:])
    source = Source(**one["source"])
    return Pair(one["kind"], one["family"], user, assistant, source, one["licence"], one["check"], "")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for side in SIDES:
        path = folder / f"{side}.jsonl"
        with storing(path):
            data = path.read_bytes()
        digest.update(f"{side} {len(data)}\n".encode() + data)
    return digest.hexdigest()
