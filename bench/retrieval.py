"""Quality of search on any folder in BEIR's form: nDCG@10 and recall@10 as JSON on the last line.

Everything is as it is installed, but that no paper is kept from crowding out others: here each document is one. The
folder holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels-test.tsv`` (or ``qrels/test.tsv``). Vectors are kept in the
cache folder between runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.report import table
from bench.vectors import vectors_of
from core.papers import Passage
from core.settings import Folders, Settings, environment
from retrieval.edge import EdgeIndex
from retrieval.embedders import open_embedder
from retrieval.schema import EmbedderRecord
from retrieval.search import HybridSearch
from retrieval.selection import Ask

TOP = 10
Relevant = Mapping[str, Mapping[str, int]]


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def relevant(folder: Path) -> dict[str, dict[str, int]]:
    """For each query its documents with their grades."""
    path = next(p for p in (folder / "qrels-test.tsv", folder / "qrels" / "test.tsv") if p.is_file())
    grades: dict[str, dict[str, int]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            grades.setdefault(query, {})[document] = int(grade)
    return grades


def passage_of(document: Mapping[str, Any]) -> Passage:
    """A document as one passage of a paper of its own."""
    name, text = str(document["_id"]), str(document["text"])
    return Passage(name, name, str(document.get("title", "")), 0, 1, 1, "", 0, len(text), text)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, as trec_eval counts it."""
    gain = sum(grades.get(name, 0) / math.log2(place + 2) for place, name in enumerate(found[:TOP]))
    best = sorted(grades.values(), reverse=True)[:TOP]
    return gain / sum(grade / math.log2(place + 2) for place, grade in enumerate(best))


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Share of the relevant documents that are among the first ten."""
    return len(grades.keys() & set(found[:TOP])) / len(grades)


async def measure(folder: Path) -> dict[str, dict[str, float]]:
    """The two figures for words alone, for meaning alone and for both."""
    folders = Folders.of(environment())
    embedder = await open_embedder(Settings(), folders)
    if embedder is None:
        raise SystemExit("The default settings name no embedder.")
    grades = relevant(folder)
    queries = {
        str(one["_id"]): str(one["text"]) for one in lines(folder / "queries.jsonl") if str(one["_id"]) in grades
    }
    passages = [passage_of(one) for one in lines(folder / "corpus.jsonl")]
    texts = [*queries.values(), *(one.searched for one in passages)]
    vectors = list(await vectors_of(texts, embedder, folders.cache / "bench"))
    await embedder.close()
    asked = dict(zip(queries, vectors, strict=False))
    with tempfile.TemporaryDirectory() as place:
        index = EdgeIndex(Path(place), EmbedderRecord.of(embedder))
        await index.add(passages)
        made = zip((one.id for one in passages), vectors[len(queries) :], strict=True)
        await index.add_vectors(dict(made))
        result = await _scored(index, queries, asked, grades)
        await index.close()
    return result


async def _scored(
    index: EdgeIndex, queries: Mapping[str, str], vectors: Mapping[str, list[float]], grades: Relevant
) -> dict[str, dict[str, float]]:
    search = HybridSearch(index, per_paper=0)
    ways: dict[str, list[tuple[float, float]]] = {"bm25": [], "dense": [], "hybrid": []}
    for name, text in queries.items():
        vector = vectors[name]
        # A question without words has no BM25 leg.
        dense = await index.find(Ask("", vector, TOP, per_paper=0))
        rankings = {
            "bm25": [hit.passage.id for hit in await search.ranked(text, None, TOP)],
            "dense": [hit.passage.id for hit in dense],
            "hybrid": [hit.passage.id for hit in await search.ranked(text, vector, TOP)],
        }
        for way, ranking in rankings.items():
            ways[way].append((ndcg(ranking, grades[name]), recall(ranking, grades[name])))
    return {
        way: {"ndcg@10": sum(a for a, _ in each) / len(each), "recall@10": sum(b for _, b in each) / len(each)}
        for way, each in ways.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder in BEIR's form")
    given = parser.parse_args()
    result = asyncio.run(measure(given.folder))
    print(table(("search", "ndcg@10", "recall@10"), [[way, *each.values()] for way, each in result.items()]))
    legs = {way: result[way] for way in ("bm25", "dense")}
    print(json.dumps({"bench": "retrieval", "folder": given.folder.name, **result["hybrid"], **legs}))


if __name__ == "__main__":
    main()
