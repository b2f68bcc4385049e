"""Pairs made of raw ones, and what became of those that do not hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from knowledge.datasets.pairs import Pair, pair_of


@dataclass(slots=True)
class Made:
    """Pairs with their label, which says by whom and by which operators; how many were made, and which do not hold."""

    pairs: list[tuple[str, Pair]] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def note(self, maker: str, operators: str, pair: Pair | str) -> None:
        """Keep a pair, or count why there is none."""
        label = f"{maker}: {operators}"
        self.made[label] += 1
        if isinstance(pair, Pair):
            self.pairs.append((label, pair))
        else:
            self.drop(maker, pair)

    def drop(self, maker: str, reason: str) -> None:
        """Count what was not made."""
        self.dropped[f"variant by {maker}: {reason}"] += 1

    def packed(self) -> bytes:
        """As a shard keeps it."""
        pairs = [[label, asdict(pair)] for label, pair in self.pairs]
        return json.dumps({"pairs": pairs, "made": self.made, "dropped": self.dropped}).encode()


def unpacked(data: bytes) -> Made:
    """What ``Made.packed`` gave."""
    told = json.loads(data)
    pairs = [(label, pair_of(pair)) for label, pair in told["pairs"]]
    return Made(pairs, Counter(told["made"]), Counter(told["dropped"]))


def joined(several: Iterable[Made]) -> Made:
    """All of them as one."""
    whole = Made()
    for one in several:
        whole.pairs += one.pairs
        whole.made += one.made
        whole.dropped += one.dropped
    return whole
