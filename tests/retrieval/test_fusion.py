"""Fusion: what holds for any two rankings, and that it is the fusion that Qdrant calls DBSF."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import fused
from retrieval.schema import TIE, Candidate, ranked

keys = st.sampled_from([f"k{n}" for n in range(30)])
legs = st.dictionaries(keys, st.floats(-50, 50, allow_nan=False), max_size=30).map(lambda d: ranked(d.items()))


@given(legs, legs)
def test_every_candidate_appears_once_best_first(one: list[Candidate], two: list[Candidate]) -> None:
    result = fused(one, two)
    assert {c.key for c in result} == {c.key for c in one} | {c.key for c in two}
    assert len({c.key for c in result}) == len(result)
    assert all(a.score >= b.score - TIE * len(result) for a, b in pairwise(result))


@given(legs)
def test_one_leg_alone_keeps_its_order(one: list[Candidate]) -> None:
    spread = max((c.score for c in one), default=0) - min((c.score for c in one), default=0)
    result = fused(one, [])
    positions = {c.key: n for n, c in enumerate(result)}
    for better, worse in pairwise(one):
        # What is nearer than a tie after scaling may go by key.
        if better.score - worse.score > 1e-3 * max(spread, 1):
            assert positions[better.key] < positions[worse.key]


@given(legs, legs, st.randoms())
def test_the_order_in_which_equals_come_does_not_matter(
    one: list[Candidate], two: list[Candidate], source: random.Random
) -> None:
    shuffled = list(one)
    source.shuffle(shuffled)
    assert [c.key for c in fused(shuffled, two)] == [c.key for c in fused(one, two)]


@given(legs, legs, st.floats(0.5, 8), st.floats(-10, 10))
def test_the_scale_of_a_leg_does_not_matter(
    one: list[Candidate], two: list[Candidate], factor: float, offset: float
) -> None:
    scaled = [Candidate(c.key, c.score * factor + offset) for c in one]
    before = {c.key: c.score for c in fused(one, two)}
    after = {c.key: c.score for c in fused(scaled, two)}
    if len({round(c.score, 3) for c in one}) == len(one):
        assert after == pytest.approx(before, abs=1e-4)


def test_equal_scores_count_as_neither_good_nor_bad() -> None:
    assert fused([Candidate("b", 3.0), Candidate("a", 3.0)], []) == [Candidate("a", 0.5), Candidate("b", 0.5)]
    assert fused([Candidate("a", 3.0)], [Candidate("a", 9.0)]) == [Candidate("a", 1.0)]
    assert fused([], []) == []


def test_neighbours_within_a_tie_go_by_key() -> None:
    found = [("c", 1.0), ("b", 1.0 + 4e-6), ("a", 1.0 - 4e-6), ("d", 2.0)]
    assert [c.key for c in ranked(found)] == ["d", "a", "b", "c"]
    assert [c.key for c in ranked(found, 2)] == ["d", "a"]


def test_it_is_what_qdrant_does(tmp_path: Path) -> None:
    import qdrant_edge as qdrant

    folder = tmp_path / "shard"
    folder.mkdir()
    vectors = {name: qdrant.EdgeVectorParams(size=4, distance=qdrant.Distance.Dot) for name in ("one", "two")}
    shard = qdrant.EdgeShard.create(str(folder), qdrant.EdgeConfig(vectors=vectors))
    source = random.Random(7)
    points = [
        qdrant.Point(n, {name: [source.uniform(-1, 1) for _ in range(4)] for name in vectors}) for n in range(1, 60)
    ]
    shard.update(qdrant.UpdateOperation.upsert_points(points))
    asked = [qdrant.Query.Nearest([1.0, 0.5, -0.5, 0.1], using=name) for name in vectors]
    prefetches = [qdrant.Prefetch(limit=20, query=one) for one in asked]
    # The stubs do not know that the parts of Fusion are Fusions.
    fusion: Any = qdrant.Fusion.Dbsf()
    theirs = shard.query(qdrant.QueryRequest(limit=40, prefetches=prefetches, query=fusion))
    found = [shard.query(qdrant.QueryRequest(limit=20, query=one)) for one in asked]
    shard.close()
    ours = fused(*[[Candidate(str(hit.id), hit.score) for hit in leg] for leg in found])
    assert {c.key: c.score for c in ours} == pytest.approx({str(hit.id): hit.score for hit in theirs}, abs=1e-5)
