"""A data set of plan families written: near-duplicates and the benchmark out, every family on one side, all of it counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.datasets.guard import Guard
from knowledge.datasets.minhash import DUPLICATE, Similar, shingles
from knowledge.datasets.pairs import Pair
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.splitting import SIDES, Groups
from knowledge.datasets.writing import Built, put_sides

_SHARE = 0.05
_LARGEST = 0.1
"""Families of a larger share are always trained on."""
_TOLD_EVERY = 200


@dataclass(slots=True)
class Distinct:
    """Pairs that resemble no earlier one and no task of the benchmark; families with pairs that do are joined."""

    pairs: list[Pair] = field(default_factory=list)
    groups: Groups = field(default_factory=Groups)
    dropped: Counter[str] = field(default_factory=Counter)


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
        kept.groups.find(pair.group)
        for group in sorted({kept.pairs[number].group for number, _ in near}):
            kept.groups.join(pair.group, group)
        kept.pairs.append(pair)


def family_sides(names: Sequence[str], seed: int) -> list[str]:
    """The side of every item by its family: in the order of a hash, families fill test and then valid up to a share.

    Large ones are always trained on; test and valid share equally in the others where these are few.
    """
    sizes = Counter(names)
    order = sorted(sizes, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    left = [name for name in order if sizes[name] <= _LARGEST * len(names)]
    wanted = min(_SHARE * len(names), sum(sizes[name] for name in left) / 2)
    places = dict.fromkeys(order, SIDES[0])
    for side in ("test", "valid"):
        filled = 0
        while left and filled < wanted:
            places[left[0]] = side
            filled += sizes[left.pop(0)]
    return [places[name] for name in names]


def write_families(
    folder: Path, kept: Distinct, dropped: Mapping[str, int], more: Mapping[str, Mapping[str, int]], seed: int,
) -> Built:  # fmt: skip
    """Write the three files and ``statistics.json``; the same pairs and seed give the same bytes. Raises StorageError."""
    chosen = family_sides([kept.groups.find(pair.group) for pair in kept.pairs], seed)
    counts = {**_counts(kept.pairs), **more}
    return put_sides(folder, "TDD", kept.pairs, chosen, Counter(dropped) + kept.dropped, counts)


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
