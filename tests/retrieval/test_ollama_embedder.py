"""Ollama's embedding models: one vector a text in order, every fault of the server one clear error, and a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, GpiotError, ModelMissing
from core.settings import Folders, Settings
from retrieval.edge import EdgeIndex
from retrieval.embedders import open_embedder
from retrieval.minilm import MiniLM
from retrieval.ollama import OllamaEmbedder
from retrieval.schema import EmbedderRecord
from retrieval.search import HybridSearch
from retrieval.weights import Converted, converted_weights
from tests.backends.ollama_server import binary, create, free_port
from tests.backends.ollama_server import serving as real_server
from tests.retrieval.embedding_server import DIGEST, SIZE, Asked, catalogue, serving, sound, vectors
from tests.retrieval.papers import passage


async def opened(url: str, model: str = "sound", seconds: float = 20) -> OllamaEmbedder:
    return await OllamaEmbedder.open(url, model, seconds)


async def test_one_unit_vector_a_text_in_order_asked_for_in_pieces() -> None:
    texts = ["x" * (number + 1) for number in range(70)]

    def telling(asked: Asked) -> tuple[int, bytes]:
        return vectors(*([float(len(text)), 1.0, 0.0] for text in asked["input"]))

    with serving(telling) as (url, plan):
        embedder = await opened(url)
        assert (embedder.name, embedder.digest, embedder.dimensions) == ("ollama:sound", DIGEST, SIZE)
        plan.asked.clear()
        found = await embedder.embed(texts)
        assert await embedder.embed([]) == []
        await embedder.close()
        await embedder.close()
    assert [round(one / two) for one, two, _ in found] == [len(text) for text in texts]
    assert [sqrt(sum(value * value for value in vector)) for vector in found] == pytest.approx([1.0] * 70)
    assert [text for asked in plan.asked for text in asked["input"]] == texts
    assert max(len(asked["input"]) for asked in plan.asked) < 70
    # What is over the model's context is cut, as the port says, and not refused.
    assert all(asked["model"] == "sound" and asked["truncate"] for asked in plan.asked)


async def test_texts_travel_as_they_are() -> None:
    texts = ["心拍検出 – ﬁ", "a\x1b[31mred\x00", "🫀", "", " \n"]
    with serving() as (url, plan):
        embedder = await opened(url)
        vectors = await embedder.embed(texts)
        await embedder.close()
    assert plan.asked[-1]["input"] == texts
    # A vector without length has none to be divided by.
    assert vectors[3] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("name", ["sound", "sound:latest", "other:small", "host:5000/some/model"])
async def test_a_name_without_a_tag_is_the_latest(name: str) -> None:
    with serving(tags=catalogue("sound:latest", "other:small", "host:5000/some/model:latest")) as (url, _):
        embedder = await opened(url, name)
        assert embedder.digest == DIGEST
        await embedder.close()


async def test_the_environments_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    with serving() as (url, _):
        embedder = await opened(url)
        assert len(await embedder.embed(["x"])) == 1
        await embedder.close()


async def test_the_settings_choose_it(tmp_path: Path) -> None:
    with serving() as (url, _):
        settings = Settings(embedder="ollama:other:small", ollama_url=url)
        embedder = await open_embedder(settings, Folders.of({"GPIOT_HOME": str(tmp_path)}))
        assert embedder is not None
        assert embedder.name == "ollama:other:small"
        await embedder.close()


async def fault(url: str, kind: type[GpiotError], model: str = "sound", seconds: float = 20) -> GpiotError:
    """The error in which opening ends: of this very class, one line that names the address, with a next step."""
    with pytest.raises(kind) as caught:
        await opened(url, model, seconds)
    assert type(caught.value) is kind
    assert url in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


async def test_nobody_listens() -> None:
    error = await fault(f"http://127.0.0.1:{free_port()}", BackendUnreachable)
    assert "ollama serve" in error.hint


async def test_it_goes_away_between_two_texts() -> None:
    with serving() as (url, _):
        embedder = await opened(url)
    with pytest.raises(BackendUnreachable, match=url):
        await embedder.embed(["x"])
    await embedder.close()


async def test_the_model_is_not_there() -> None:
    with serving() as (url, plan):
        error = await fault(url, ModelMissing, "nomic-embed-text")
        assert plan.asked == []
    assert "nomic-embed-text" in error.message
    assert "ollama pull nomic-embed-text" in error.hint


async def test_the_model_is_removed_meanwhile() -> None:
    with serving(lambda _: (404, json.dumps({"error": "model 'sound' not found"}).encode())) as (url, _):
        assert "ollama pull sound" in (await fault(url, ModelMissing)).hint


async def test_a_model_that_only_chats() -> None:
    def refuse(_: Asked) -> tuple[int, bytes]:
        return 501, b'{"error": "this model does not support embeddings"}'

    with serving(refuse) as (url, _):
        error = await fault(url, BackendError)
    assert "does not support embeddings" in error.message


async def test_no_answer() -> None:
    with serving() as (url, plan):

        def wait(asked: Asked) -> tuple[int, bytes]:
            plan.released.wait(20)
            return sound(asked)

        plan.embed = wait
        assert "0.3 s" in (await fault(url, BackendTimeout, seconds=0.3)).message


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>a login page</html>",
        b'{"embeddings": "none"}',
        b'{"embeddings": [["a", "b"]]}',
        b"[]",
        b"",
        b"\xff\xfe",
        b'{"embeddings": []}',
        b'{"embeddings": [[]]}',
        b'{"embeddings": [[1, 0, 0], [0, 1, 0]]}',
        b'{"embeddings": [[NaN, 0, 0]]}',
        b'{"embeddings": [[1e999, 0, 0]]}',
    ],
)
async def test_an_answer_that_is_none(answer: bytes) -> None:
    with serving(lambda _: (200, answer)) as (url, _):
        await fault(url, BadAnswer)


@pytest.mark.parametrize("answer", [b"<html>a login page</html>", b'{"models": 3}', b"[]"])
async def test_a_catalogue_that_is_none(answer: bytes) -> None:
    with serving(tags=(200, answer)) as (url, _):
        await fault(url, BadAnswer)


async def test_an_error_page_of_many_lines() -> None:
    with serving(lambda _: (502, b"<html>\n<h1>Bad gateway</h1>\n</html>\n")) as (url, _):
        await fault(url, BackendError)


async def test_vectors_of_another_size_than_at_first() -> None:
    with serving() as (url, plan):
        embedder = await opened(url)
        plan.embed = lambda _: vectors([1.0, 0.0])
        with pytest.raises(BadAnswer, match=url):
            await embedder.embed(["x"])
        await embedder.close()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    try:
        return converted_weights(tmp_path_factory.mktemp("cache"))
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")


@pytest.fixture(scope="module")
def real(converted: Converted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = binary()
    if program is None:
        pytest.skip("no ollama binary; tools/build-ollama makes one")
    folder = tmp_path_factory.mktemp("ollama")
    with real_server(program, folder) as url:
        create(program, url, "sentences", f"FROM {converted.path}\nPARAMETER num_thread 1\n", folder)
        yield url


@pytest.mark.ollama
@pytest.mark.model
async def test_a_real_server_gives_the_vectors_of_the_same_weights(real: str, converted: Converted) -> None:
    texts = ["How is the heart rate measured?", "An electrocardiogram tells the pulse.", "The stock market fell."]
    embedder, ours = await opened(real, "sentences"), MiniLM(converted, threads=1)
    try:
        assert (embedder.dimensions, len(embedder.digest)) == (ours.dimensions, 64)
        pairs = zip(await embedder.embed(texts * 20), (await ours.embed(texts)) * 20, strict=True)
        assert all(sum(a * b for a, b in zip(*pair, strict=True)) > 0.999 for pair in pairs)
        # Empty, odd, and far over the context.
        odd = await embedder.embed(["", "ﬁ – 心拍 \x00 🫀", "heartbeat " * 2000])
        assert [sqrt(sum(v * v for v in vector)) for vector in odd] == pytest.approx([1.0] * 3, abs=1e-5)
    finally:
        await embedder.close()
        await ours.close()


@pytest.mark.ollama
@pytest.mark.model
async def test_an_index_of_its_vectors_is_searched_by_meaning(real: str, tmp_path: Path) -> None:
    embedder = await opened(real, "sentences")
    index = EdgeIndex(tmp_path, EmbedderRecord.of(embedder))
    some = [passage(1, "The electrocardiogram shows each beat."), passage(2, "A share lost half of its price.")]
    try:
        await index.add(some)
        made = await embedder.embed([one.searched for one in some])
        await index.add_vectors({one.id: vector for one, vector in zip(some, made, strict=True)})
        # No word of the question stands in the passage.
        hits = await HybridSearch(index, embedder).search("pulse of the heart", 1)
        assert [hit.passage.id for hit in hits] == ["id1"]
        assert hits[0].dense is not None
    finally:
        await index.close()
        await embedder.close()


@pytest.mark.ollama
async def test_a_real_server_without_the_model(real: str) -> None:
    with pytest.raises(ModelMissing, match="nomic"):
        await opened(real, "nomic-embed-text")
