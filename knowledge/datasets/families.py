"""A data set of plan families written: every family is on one side."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.datasets.splitting import SIDES
from knowledge.datasets.writing import Built, Distinct, put_sides

_SHARE = 0.05
_LARGEST = 0.1
"""Families of a larger share are always trained on."""


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
    return put_sides(folder, "TDD", kept.pairs, chosen, Counter(dropped) + kept.dropped, more)
