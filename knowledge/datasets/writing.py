"""The last steps of every data set: near-duplicates and the benchmark out, sides chosen, files written, all of it counted."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import StorageError
from knowledge.datasets.guard import Guard
from knowledge.datasets.minhash import DUPLICATE, Similar, shingles
from knowledge.datasets.pairs import Pair, line, problems
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.splitting import SIDES, sides

_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class Built:
    """A data set that was written: pairs by side, its hash, and what was left out for which reason."""

    folder: str
    name: str
    pairs: int
    sides: Mapping[str, int]
    sha256: str
    dropped: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The figures as ``statistics.json`` holds them."""
        shown = ("name", "pairs", "sides", "sha256", "dropped", "counts")
        return {name: getattr(self, name) for name in shown}


@dataclass(slots=True)
class _Kept:
    pairs: list[Pair] = field(default_factory=list)
    joined: list[tuple[str, str]] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def write(
    folder: Path, name: str, pairs: Sequence[Pair], dropped: Mapping[str, int], seed: int, tell: OnProgress
) -> Built:
    """Write ``train``, ``valid`` and ``test.jsonl`` and ``statistics.json``; the same pairs and seed give the same bytes.

    Raises StorageError, also where a pair breaks the schema.
    """
    kept = _distinct(pairs, tell)
    names = [pair.group for pair in kept.pairs]
    chosen = sides(names, kept.joined, seed)
    return put_sides(folder, name, kept.pairs, chosen, Counter(dropped) + kept.dropped, _counts(kept.pairs))


def put_sides(
    folder: Path,
    name: str,
    pairs: Sequence[Pair],
    chosen: Sequence[str],
    dropped: Counter[str],
    counts: Mapping[str, Mapping[str, int]],
) -> Built:
    """Write the pairs to the file of the side that is chosen for each, and the figures beside them.

    Raises StorageError, also where a pair breaks the schema.
    """
    digest = hashlib.sha256()
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for side in SIDES:
            lines = [_line(pair) for pair, where in zip(pairs, chosen, strict=True) if where == side]
            data = "".join(lines).encode()
            digest.update(f"{side} {len(data)}\n".encode() + data)
            replace(folder / f"{side}.jsonl", data)
        left_out = dict(sorted(dropped.items()))
        built = Built(str(folder), name, len(pairs), dict(Counter(chosen)), digest.hexdigest(), left_out, counts)
        replace(folder / "statistics.json", json.dumps(built.json(), indent=1, sort_keys=True).encode() + b"\n")
    return built


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _distinct(pairs: Sequence[Pair], tell: OnProgress) -> _Kept:
    kept, similar, guard, meter = _Kept(), Similar(), Guard(), Meter("near-duplicates", len(pairs), tell)
    for number, pair in enumerate(pairs, 1):
        _consider(pair, kept, similar, guard)
        if number % _TOLD_EVERY == 0 or number == len(pairs):
            meter.step((number - 1) % _TOLD_EVERY + 1, 0)
    return kept


def _consider(pair: Pair, kept: _Kept, similar: Similar, guard: Guard) -> None:
    shingled = shingles(pair.text)
    near = similar.near(shingled)
    if any(score >= DUPLICATE for _, score in near):
        kept.dropped["near-duplicate of another pair"] += 1
    elif guard.keeps_out(pair):
        kept.dropped["near to IoTBench"] += 1
    else:
        similar.add(shingled)
        kept.joined += [(pair.group, kept.pairs[number].group) for number, _ in near]
        kept.pairs.append(pair)


def _line(pair: Pair) -> str:
    found = pair.json()
    if wrong := problems(found):
        raise StorageError(f"The pair {pair.id} breaks the schema: {'; '.join(wrong)}.")
    return line(found)


def _counts(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    listed = list(pairs)
    by = {
        "kind": Counter(pair.kind for pair in listed),
        "package": Counter(pair.source.package for pair in listed),
        "licence": Counter(pair.licence for pair in listed),
        "check": Counter(pair.check for pair in listed),
        "version": Counter(f"{pair.source.package} {pair.source.version}" for pair in listed),
    }
    return {name: dict(sorted(counter.items())) for name, counter in by.items()}
