"""Questions to ranked passages: both legs of the index, fused, with the sentence that fits best."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from core.papers import Candidate, Hit, Passage
from core.ports import Embedder, Filter, PaperIndex
from retrieval.fusion import fused
from retrieval.spans import best_span, terms_of

CANDIDATES = 100
PER_PAPER = 3
_EVERYTHING = Filter()


class _Found(NamedTuple):
    candidate: Candidate
    passage: Passage


class HybridSearch:
    """A PaperSearch over an index.

    embedder: makes the question's vector; None searches by words alone
    candidates: passages that each leg puts forward
    per_paper: so many passages of one paper come before those of others; 0 for no limit. The rest is not dropped: it
        fills up where other papers have nothing
    """

    def __init__(
        self,
        index: PaperIndex,
        embedder: Embedder | None = None,
        *,
        candidates: int = CANDIDATES,
        per_paper: int = PER_PAPER,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._candidates = candidates
        self._per_paper = per_paper

    async def search(self, query: str, limit: int, only: Filter = _EVERYTHING) -> Sequence[Hit]:
        """The best passages, best first; passages without a dense vector yet are found by their words.

        Raises LiteratureError where the index cannot be used, BackendError where the embedder fails.
        """
        vector = None
        if self._embedder is not None and query.strip():
            (vector,) = await self._embedder.embed([query])
        return await self.ranked(query, vector, limit, only)

    async def ranked(
        self, query: str, vector: Sequence[float] | None, limit: int, only: Filter = _EVERYTHING
    ) -> Sequence[Hit]:
        """The same for a question whose vector is there already; None searches by words alone."""
        if limit < 1 or not query.strip():
            return []
        wanted = max(self._candidates, limit)
        dense, bm25 = await self._index.candidates(query, vector, wanted, only)
        chosen = await self._chosen(fused(dense, bm25), limit)
        of_dense, of_bm25 = ({one.key: one.score for one in leg} for leg in (dense, bm25))
        terms = terms_of(query)
        return [
            Hit(
                passage,
                candidate.score,
                of_dense.get(candidate.key),
                of_bm25.get(candidate.key),
                best_span(passage.text, terms),
            )
            for candidate, passage in chosen
        ]

    async def _chosen(self, ranking: Sequence[Candidate], limit: int) -> list[_Found]:
        """The first ``limit`` with at most ``per_paper`` of one paper, filled up with the others; in the ranking's order."""
        taken: Counter[str] = Counter()
        chosen: list[tuple[int, _Found]] = []
        others: list[tuple[int, _Found]] = []
        async for place, found in self._read(ranking, limit):
            paper = found.passage.paper
            if self._per_paper and taken[paper] >= self._per_paper:
                others.append((place, found))
                continue
            taken[paper] += 1
            chosen.append((place, found))
            if len(chosen) == limit:
                break
        filled = chosen + others[: limit - len(chosen)]
        return [found for _, found in sorted(filled, key=lambda one: one[0])]

    async def _read(self, ranking: Sequence[Candidate], limit: int) -> AsyncIterator[tuple[int, _Found]]:
        """Candidates with their passages, read as far as they are needed: reading all costs as much as the search."""
        start, step = 0, limit
        while piece := ranking[start : start + step]:
            passages = await self._index.passages([one.key for one in piece])
            for place, candidate in enumerate(piece, start):
                if (passage := passages.get(candidate.key)) is not None:
                    yield place, _Found(candidate, passage)
            start, step = start + step, 2 * limit
