"""From two legs of candidates to the hits that are shown, the same for every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from core.papers import Hit, Passage
from core.ports import Filter
from retrieval.fusion import fused
from retrieval.schema import Candidate
from retrieval.spans import best_span, terms_of

CANDIDATES = 100
PER_PAPER = 3
_EVERYTHING = Filter()

Legs = tuple[Sequence[Candidate], Sequence[Candidate]]
Reading = Generator[list[str], dict[str, Passage], list[Hit]]
"""Gives keys, gets the passages that are there, and returns hits."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to an index.

    vector: of the question; None searches by words alone
    candidates: passages that each leg puts forward
    per_paper: so many passages of one paper come before those of others; 0 for no limit. The rest is not dropped: it
        fills up where other papers have nothing
    """

    query: str
    vector: Sequence[float] | None
    limit: int
    candidates: int = CANDIDATES
    per_paper: int = PER_PAPER
    only: Filter = _EVERYTHING

    @property
    def width(self) -> int:
        """How many candidates each leg gives."""
        return max(self.candidates, self.limit)


def hits_of(ask: Ask, legs: Legs) -> Reading:
    """Fuse the legs, read passages as far as they are needed (all would cost as much as the search), best first."""
    chosen = yield from _chosen(ask, fused(*legs))
    dense, bm25 = ({one.key: one.score for one in leg} for leg in legs)
    terms = terms_of(ask.query)
    return [
        Hit(passage, one.score, dense.get(one.key), bm25.get(one.key), best_span(passage.text, terms))
        for one, passage in chosen
    ]


def _chosen(
    ask: Ask, ranking: Sequence[Candidate]
) -> Generator[list[str], dict[str, Passage], list[tuple[Candidate, Passage]]]:
    """The first ``limit`` with at most ``per_paper`` of one paper, filled up with the others; in the ranking's order."""
    taken: Counter[str] = Counter()
    chosen: list[tuple[int, Passage]] = []
    others: list[tuple[int, Passage]] = []
    start, step = 0, ask.limit
    while len(chosen) < ask.limit and (piece := ranking[start : start + step]):
        passages = yield [one.key for one in piece]
        for place, one in enumerate(piece, start):
            if (passage := passages.get(one.key)) is None:
                continue
            crowded = ask.per_paper and taken[passage.paper] >= ask.per_paper
            (others if crowded else chosen).append((place, passage))
            taken[passage.paper] += 1
        start, step = start + step, 2 * ask.limit
    filled = chosen[: ask.limit] + others[: max(0, ask.limit - len(chosen))]
    return [(ranking[place], passage) for place, passage in sorted(filled, key=lambda one: one[0])]
