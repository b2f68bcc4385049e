"""Search over an index that is given: crowding, missing vectors, spans."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.papers import Hit, Passage
from core.ports import Filter
from retrieval.schema import Candidate
from retrieval.search import HybridSearch
from retrieval.selection import Ask, hits_of
from retrieval.spans import best_span, terms_of
from tests.retrieval.papers import LetterEmbedder, passage, vector


class Played:
    """An index that ranks as it is told; keys are the passages' ids."""

    def __init__(self, dense: Sequence[Passage], bm25: Sequence[Passage]) -> None:
        self._legs = [[Candidate(one.id, 100.0 - place) for place, one in enumerate(leg)] for leg in (dense, bm25)]
        self.there = {one.id: one for one in [*dense, *bm25]}
        self.read: list[str] = []
        self.asked: list[Ask] = []

    async def find(self, ask: Ask) -> list[Hit]:
        self.asked.append(ask)
        dense, bm25 = self._legs
        reading = hits_of(ask, (dense[: ask.width] if ask.vector is not None else [], bm25[: ask.width]))
        try:
            keys = next(reading)
            while True:
                self.read += keys
                keys = reading.send({key: self.there[key] for key in keys if key in self.there})
        except StopIteration as done:
            hits: list[Hit] = done.value
            return hits


def many(paper: str, count: int, first: int) -> list[Passage]:
    return [passage(first + n, f"Sentence {n}.", paper=paper) for n in range(count)]


async def test_one_paper_does_not_crowd_out_the_others() -> None:
    leg = many("long", 20, 0) + many("short", 1, 20) + many("other", 2, 21)
    hits = await HybridSearch(Played([], leg), per_paper=2).search("sentence", 5)
    assert [hit.passage.id for hit in hits] == ["id0", "id1", "id20", "id21", "id22"]


async def test_what_is_left_over_fills_up_in_the_rankings_order() -> None:
    leg = many("long", 20, 0) + many("short", 1, 20)
    hits = await HybridSearch(Played([], leg), per_paper=2).search("sentence", 5)
    assert [hit.passage.id for hit in hits] == ["id0", "id1", "id2", "id3", "id20"]


async def test_without_a_limit_the_ranking_stays_and_only_what_is_shown_is_read() -> None:
    index = Played([], many("long", 50, 0))
    hits = await HybridSearch(index, per_paper=0).search("sentence", 5)
    assert [hit.passage.id for hit in hits] == index.read == [f"id{n}" for n in range(5)]


async def test_each_hit_says_which_leg_found_it() -> None:
    one, two, both = passage(1, "One."), passage(2, "Two."), passage(3, "Three.")
    index = Played([both, one], [both, two])
    hits = await HybridSearch(index, LetterEmbedder()).search("three", 10, Filter(years=(2020,)))
    assert [(h.passage.id, h.dense, h.bm25) for h in hits] == [
        ("id3", 100.0, 100.0),
        ("id1", 99.0, None),
        ("id2", None, 99.0),
    ]
    assert index.asked == [Ask("three", vector("three"), 10, only=Filter(years=(2020,)))]


async def test_passages_that_went_meanwhile_are_passed_over() -> None:
    index = Played([], many("paper", 12, 0))
    del index.there["id0"], index.there["id3"]
    hits = await HybridSearch(index, per_paper=0).search("sentence", 5)
    assert [hit.passage.id for hit in hits] == ["id1", "id2", "id4", "id5", "id6"]


async def test_nothing_is_asked_for_nothing() -> None:
    embedder, index = LetterEmbedder(), Played([], many("paper", 3, 0))
    search = HybridSearch(index, embedder)
    assert list(await search.search("  ", 5)) == list(await search.search("sentence", 0)) == []
    assert index.asked == []


TEXT = "Noise is removed first. A band-pass filter keeps 5 to 15 Hz. Peaks are then found by a threshold."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("which filters keep the band?", "A band-pass filter keeps 5 to 15 Hz."),
        ("detecting peaks with thresholds", "Peaks are then found by a threshold."),
        ("nothing of this kind", "Noise is removed first."),
        ("", "Noise is removed first."),
    ],
)
def test_the_span_is_the_sentence_with_most_words_of_the_question(query: str, sentence: str) -> None:
    start, end = best_span(TEXT, terms_of(query))
    assert TEXT[start:end] == sentence


@given(st.text(max_size=200), st.text(max_size=40))
def test_a_span_lies_within_its_text(text: str, query: str) -> None:
    start, end = best_span(text, terms_of(query))
    assert 0 <= start <= end <= len(text)
    assert not text.strip() or text[start:end].strip()
