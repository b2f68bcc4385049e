"""What every PaperIndex must do; an engine's tests inherit it and say how one is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from core.errors import LiteratureError
from core.papers import Hit, Passage
from core.ports import Filter
from retrieval.edge import EdgeIndex
from retrieval.schema import DIMENSIONS, EmbedderRecord, point_id
from retrieval.search import HybridSearch
from retrieval.selection import Ask
from retrieval.server import ServerIndex
from tests.retrieval.papers import OTHER, RECORD, LetterEmbedder, corpus, passage, vector

Index = EdgeIndex | ServerIndex
Reopen = Callable[[EmbedderRecord | None], Index]
EVERYTHING = Filter()


async def found(index: Index, query: str, only: Filter = EVERYTHING) -> list[Passage]:
    """The passages of the BM25 leg."""
    return [hit.passage for hit in await index.find(Ask(query, None, 50, per_paper=0, only=only))]


async def both(index: Index, query: str, about: str, limit: int = 10, only: Filter = EVERYTHING) -> list[Hit]:
    """The hits of both legs."""
    return await index.find(Ask(query, vector(about), limit, candidates=limit, per_paper=0, only=only))


class IndexContract:
    """Inherit and give a fixture ``reopen``: the same index again, for a given embedder."""

    @pytest.fixture
    async def index(self, reopen: Reopen) -> AsyncIterator[Index]:
        opened = reopen(RECORD)
        yield opened
        await opened.close()

    async def test_an_index_that_nothing_was_added_to_is_empty(self, index: Index) -> None:
        assert await index.papers() == {}
        assert await index.without_vectors(10) == []
        assert await both(index, "heartbeat", "x") == []
        await index.remove(["nobody"])
        await index.add_vectors({"id0": vector("x")})
        await index.add([])
        assert await index.papers() == {}

    async def test_passages_are_found_by_their_words_at_once_and_come_back_whole(self, index: Index) -> None:
        wanted = passage(1, "The detection of R-peaks: a band-pass of 5–15 Hz, ﬁltering „twice“.", title="Beats")
        await index.add([wanted, passage(2, "Radio packets are lost."), passage(3, "Boards have little memory.")])
        assert await found(index, "how to filter beats by band-pass?") == [wanted]

    async def test_titles_and_sections_are_searched_as_well(self, index: Index) -> None:
        await index.add([passage(1, "Nothing to see.", title="Seismocardiography"), passage(2, "Nothing here.")])
        assert [one.id for one in await found(index, "seismocardiography")] == ["id1"]

    async def test_the_same_id_replaces(self, index: Index) -> None:
        await index.add([passage(1, "old wording")])
        await index.add([passage(1, "new phrase")])
        assert await found(index, "wording") == []
        assert [one.text for one in await found(index, "phrase")] == ["new phrase"]
        assert await index.papers() == {"paper1": 1}

    async def test_vectors_follow_and_those_of_passages_that_are_gone_are_ignored(self, index: Index) -> None:
        await index.add(corpus(10))
        assert {one.id for one in await index.without_vectors(100)} == {f"id{n}" for n in range(10)}
        assert len(await index.without_vectors(4)) == 4
        await index.add_vectors({"id3": vector("three"), "gone": vector("gone")})
        assert {one.id for one in await index.without_vectors(100)} == {f"id{n}" for n in range(10) if n != 3}
        (hit,) = await both(index, "of the and", "three")
        assert (hit.passage.id, hit.bm25) == ("id3", None)
        assert hit.dense == pytest.approx(1.0, abs=1e-5)

    async def test_without_a_vector_there_is_no_dense_leg_and_without_words_no_other(self, index: Index) -> None:
        await index.add(corpus(10))
        await index.add_vectors({f"id{n}": vector(str(n)) for n in range(10)})
        assert {hit.dense for hit in await index.find(Ask("heartbeat", None, 10))} <= {None}
        assert [hit.bm25 for hit in await both(index, "of the and", "x")] == [None] * 10

    async def test_legs_are_best_first_with_ties_by_key(self, index: Index) -> None:
        await index.add([passage(number, "heartbeat detection") for number in range(40)])
        await index.add_vectors({f"id{number}": vector("same") for number in range(40)})
        for ask in (Ask("heartbeat", None, 30, per_paper=0), Ask("of the", vector("same"), 30, per_paper=0)):
            keys = [point_id(hit.passage.id) for hit in await index.find(ask)]
            assert len(keys) == 30
            assert keys == sorted(keys)

    async def test_a_restriction_holds_for_both_legs(self, index: Index) -> None:
        await index.add(corpus(40))
        await index.add_vectors({f"id{n}": vector(str(n)) for n in range(40)})
        only = Filter(papers=("paper1", "paper2"), years=(2021,))
        for query in ("heartbeat sensor noise peak", "of the"):
            hits = await both(index, query, "1", 50, only)
            assert {(hit.passage.paper, hit.passage.year) for hit in hits} == {("paper1", 2021), ("paper2", 2021)}

    async def test_a_removed_paper_leaves_nothing(self, index: Index) -> None:
        await index.add(corpus(20))
        await index.remove(["paper1", "nobody"])
        assert await index.papers() == {f"paper{n}": 4 for n in (0, 2, 3, 4)}
        assert {one.paper for one in await found(index, "A paper")} == {f"paper{n}" for n in (0, 2, 3, 4)}

    async def test_what_was_added_is_there_after_closing(self, index: Index, reopen: Reopen) -> None:
        await index.add(corpus(5))
        await index.close()
        await index.close()
        again = reopen(RECORD)
        assert len(await found(again, "A paper")) == 5
        await again.close()

    async def test_another_embedder_is_refused_by_name_and_can_make_the_vectors_anew(
        self, index: Index, reopen: Reopen
    ) -> None:
        await index.add(corpus(5))
        await index.add_vectors({"id1": vector("1")})
        await index.close()
        other = reopen(OTHER)
        with pytest.raises(LiteratureError, match=r"letters \(dddddddddddd.*numbers \(eeeeeeeeeeee") as refused:
            await other.add_vectors({"id2": vector("2")})
        assert "gpiot index rebuild" in refused.value.hint
        with pytest.raises(LiteratureError, match="letters"):
            await both(other, "heartbeat", "2")
        assert await other.papers() == {f"paper{n}": 1 for n in range(5)}
        await other.drop_vectors()
        assert len(await other.without_vectors(100)) == 5
        await other.add_vectors({"id2": vector("2")})
        assert (await other.record()).embedder == OTHER
        assert len(await other.without_vectors(100)) == 4
        await other.close()

    async def test_vectors_of_another_size_are_refused(self, index: Index, reopen: Reopen) -> None:
        await index.add(corpus(2))
        await index.close()
        other = reopen(EmbedderRecord("large", "f" * 64, DIMENSIONS * 2))
        with pytest.raises(LiteratureError, match="16 dimensions"):
            await other.add_vectors({"id1": [0.0] * DIMENSIONS * 2})
        await other.close()

    async def test_without_an_embedder_vectors_are_refused(self, reopen: Reopen) -> None:
        index = reopen(None)
        await index.add(corpus(2))
        with pytest.raises(LiteratureError, match="without an embedder"):
            await index.add_vectors({"id1": vector("1")})
        await index.close()

    async def test_a_search_goes_through_it(self, index: Index) -> None:
        passages = corpus(30)
        await index.add(passages)
        await index.add_vectors({one.id: vector(one.searched) for one in passages[:15]})
        hits = await HybridSearch(index, LetterEmbedder()).search("heartbeat detection", 10)
        assert len(hits) == 10
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert any(hit.dense is not None for hit in hits)
        assert any(hit.bm25 is not None for hit in hits)


async def filled(index: Index, count: int) -> dict[str, Any]:
    """The index with passages and vectors."""
    passages = corpus(count)
    await index.add(passages)
    await index.add_vectors({one.id: vector(one.id) for one in passages})
    return {one.id: one for one in passages}
