"""Train, valid and test without leakage: what belongs together or resembles each other is on one side."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

SIDES = ("train", "valid", "test")
_SHARES = {"valid": 0.05, "test": 0.05}
_LARGEST, _SMALL = 0.005, 20
"""Groups of a larger share of all pairs are always trained on, unless they are small: one would be most of a side."""


class Groups:
    """Disjoint sets of names; ``join`` makes two sets one."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Both names, and all that were joined with them, belong together."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parents[second] = first

    def find(self, name: str) -> str:
        """The least name of its set."""
        path = []
        while (parent := self._parents.setdefault(name, name)) != name:
            path.append(name)
            name = parent
        self._parents.update(dict.fromkeys(path, name))
        return name


def sides(names: Sequence[str], joined: Iterable[tuple[str, str]], seed: int) -> list[str]:
    """The side of every item by the name of its group; groups that are joined share one."""
    groups = Groups()
    for one, other in joined:
        groups.join(one, other)
    roots = [groups.find(name) for name in names]
    counts = Counter(roots)
    most = max(_SMALL, _LARGEST * len(names))
    return [SIDES[0] if counts[root] > most else _side(root, seed) for root in roots]


def _side(root: str, seed: int) -> str:
    drawn = int.from_bytes(hashlib.sha256(f"{seed}:{root}".encode()).digest()[:8]) / 2**64
    for side, part in _SHARES.items():
        if drawn < part:
            return side
        drawn -= part
    return SIDES[0]
