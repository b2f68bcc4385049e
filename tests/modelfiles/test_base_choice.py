"""Which base is proposed, which is refused, and what a registry is asked before anything is downloaded."""

from __future__ import annotations

import json

import pytest

from core.errors import ModelMissing, UsageError
from modelfiles import machine, registry
from modelfiles.machine import GB, Machine
from tests.backends.misbehaving import Writer, answering, listening


@pytest.mark.parametrize(
    ("memory", "gpu", "proposal"),
    [(16, 0, "7b"), (64, 0, "7b"), (8, 0, "3b"), (4, 0, "1.5b"), (2, 0, "1.5b"), (16, 24, "14b"), (8, 8, "7b")],
)
def test_the_strongest_that_fits_is_proposed(memory: int, gpu: int, proposal: str) -> None:
    assert Machine(memory * GB, gpu * GB).proposal() == f"qwen2.5-coder:{proposal}"


def test_this_machine_has_memory() -> None:
    assert machine.look().memory > GB / 4


def test_what_does_not_fit_is_refused_with_both_numbers_and_a_smaller_one() -> None:
    with pytest.raises(UsageError, match=r"llama:405b needs 277\.0 GB; this machine has 16\.0 GB") as caught:
        machine.refuse_larger("llama:405b", 230 * GB, Machine(16 * GB, 0))
    assert "qwen2.5-coder:7b" in caught.value.hint
    machine.refuse_larger("llama:405b", 230 * GB, Machine(0, 0))


@pytest.mark.parametrize(
    ("name", "manifest"),
    [
        ("qwen2.5-coder:7b", "https://registry.ollama.ai/v2/library/qwen2.5-coder/manifests/7b"),
        ("me/tiny", "https://registry.ollama.ai/v2/me/tiny/manifests/latest"),
        ("hf.co/me/tiny-GGUF:Q8_0", "https://hf.co/v2/me/tiny-GGUF/manifests/Q8_0"),
        ("127.0.0.1:5000/library/tiny:1b", "http://127.0.0.1:5000/v2/library/tiny/manifests/1b"),
    ],
)
def test_a_name_leads_where_ollama_takes_it(name: str, manifest: str) -> None:
    assert registry.place(name).manifest == manifest


@pytest.mark.parametrize("name", ["", "a:b:c", "a b", "../x", "a/b/c/d", "\x1b[2J", "模型"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no name of a model"):
        registry.place(name)


async def test_a_registry_tells_sizes_and_unknown_names() -> None:
    manifest = json.dumps({"layers": [{"size": 40}, {"size": 2}, {"digest": "sha256:0"}]}).encode()

    async def respond(path: str, writer: Writer) -> None:
        good = path == "/v2/library/tiny/manifests/1b"
        broken = path.endswith("broken")
        status = "200 OK" if good or broken else "404 Not Found"
        await answering(manifest if good else b"<html>", status=status)(writer)

    async with listening(respond) as url:
        there = url.removeprefix("http://")
        assert await registry.size(f"{there}/library/tiny:1b") == 42
        assert await registry.size(f"{there}/library/tiny:broken") == 0
        with pytest.raises(ModelMissing, match=r"no model .*nonsense"):
            await registry.size(f"{there}/library/nonsense:1b")
    assert await registry.size(f"{there}/library/tiny:1b") == 0
