"""The last steps of every data set: near-duplicates and the benchmark out, sides chosen, files written, all of it counted."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import StorageError
from knowledge.datasets.guard import Guard
from knowledge.datasets.minhash import DUPLICATE, Similar, shingles
from knowledge.datasets.pairs import Pair, line, problems
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.splitting import SIDES, Groups, sides

_TOLD_EVERY = 200


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
class Distinct:
    """Pairs that resemble no earlier one and no task of the benchmark; groups with pairs that do are joined."""

    pairs: list[Pair] = field(default_factory=list)
    groups: Groups = field(default_factory=Groups)
    dropped: Counter[str] = field(default_factory=Counter)


def write(
    folder: Path, name: str, pairs: Sequence[Pair], dropped: Mapping[str, int], seed: int, tell: OnProgress
) -> Built:
    """Write ``train``, ``valid`` and ``test.jsonl`` and ``statistics.json``; the same pairs and seed give the same bytes.

    Raises StorageError, also where a pair breaks the schema.
    """
    kept = distinct(pairs, tell)
    names = [pair.group for pair in kept.pairs]
    chosen = sides(names, ((name, kept.groups.find(name)) for name in names), seed)
    return put_sides(folder, name, kept.pairs, chosen, Counter(dropped) + kept.dropped)


def put_sides(
    folder: Path,
    name: str,
    pairs: Sequence[Pair],
    chosen: Sequence[str],
    dropped: Counter[str],
    more: Mapping[str, Mapping[str, int]] | None = None,
) -> Built:
    """Write the pairs to the file of the side that is chosen for each, and the figures beside them.

    more: counts besides those of the pairs
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
        left_out, counts = dict(sorted(dropped.items())), {**_counts(pairs), **(more or {})}
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


def distinct(pairs: Sequence[Pair], tell: OnProgress, guard: Guard | None = None) -> Distinct:
    """The pairs of which none is a near-duplicate of an earlier one or near to the benchmark."""
    kept, similar, guard = Distinct(), Similar(), guard or Guard()
    meter = Meter("near-duplicates", len(pairs), tell)
    for number, pair in enumerate(pairs, 1):
        _consider(pair, kept, similar, guard)
        if number % _TOLD_EVERY == 0 or number == len(pairs):
            meter.step((number - 1) % _TOLD_EVERY + 1, 0)
    return kept


def _consider(pair: Pair, kept: Distinct, similar: Similar, guard: Guard) -> None:
    shingled = shingles(pair.text)
    near = similar.near(shingled)
    if any(score >= DUPLICATE for _, score in near):
        kept.dropped["near-duplicate of another pair"] += 1
    elif guard.keeps_out(pair):
        kept.dropped["near to IoTBench"] += 1
    else:
        similar.add(shingled)
        for group in sorted({kept.pairs[number].group for number, _ in near}):
            kept.groups.join(pair.group, group)
        kept.pairs.append(pair)


def _line(pair: Pair) -> str:
    found = pair.json()
    if wrong := problems(found):
        raise StorageError(f"The pair {pair.id} breaks the schema: {'; '.join(wrong)}.")
    return line(found)


def _counts(pairs: Sequence[Pair]) -> dict[str, Mapping[str, int]]:
    by: dict[str, Callable[[Pair], str]] = {
        "kind": lambda pair: pair.kind,
        "package": lambda pair: pair.source.package,
        "licence": lambda pair: pair.licence,
        "check": lambda pair: pair.check,
        "version": lambda pair: f"{pair.source.package} {pair.source.version}".strip(),
        "family": lambda pair: pair.family,
    }
    return {name: dict(sorted(Counter(map(of, pairs)).items())) for name, of in by.items()}
