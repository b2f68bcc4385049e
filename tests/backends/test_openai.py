"""llama.cpp's HTTP server in this process, reached as any OpenAI-compatible server is: three roles on one base."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backends import choose
from backends.openai import OpenAIModel
from core.budget import fit
from core.errors import BackendError, BadAnswer, BudgetError, ModelMissing
from core.ports import ChatModel
from core.roles import CGSLM, RTSLM, TDSLM
from core.settings import Settings
from tests.backends.contract import COLOURS, STORY, ChatModelContract, ask, say
from tests.backends.llama_server import llama_server

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def settings(weights: Path, adapters: tuple[Path, Path]) -> Iterator[Settings]:
    with llama_server(weights, adapters) as (url, key):
        yield Settings.model_validate(
            {
                "backend": "openai",
                "openai_url": url,
                "openai_api_key": key,
                "tdslm_model": "plans",
                "cgslm_model": "programs",
            }
        )


@pytest.fixture
async def model(settings: Settings) -> AsyncIterator[OpenAIModel]:
    model = OpenAIModel(settings)
    await model.open()
    yield model
    await model.close()


class TestOpenAI(ChatModelContract):
    @pytest.fixture(autouse=True)
    def _served(self, settings: Settings) -> None:
        self.settings = settings

    async def make(self) -> ChatModel:
        return OpenAIModel(self.settings)


async def test_it_says_what_it_can_do(model: OpenAIModel, weights: Path) -> None:
    abilities = model.abilities
    assert (abilities.schema, abilities.grammar, abilities.prefix, abilities.adapters) == (True, True, True, True)
    assert (abilities.parallel, abilities.context, abilities.weak) == (2, 3072, True)
    assert model.model(RTSLM).name == weights.stem
    assert model.model(TDSLM).name == f"{weights.stem}+plans"
    assert len({model.model(role).digest for role in (TDSLM, RTSLM, CGSLM)}) == 3


async def test_base_adapter_other_adapter_base(model: OpenAIModel) -> None:
    # One system text for all, so that nothing but the adapter differs and caches could be confused.
    told = [replace(role, system=RTSLM.system, sampling=RTSLM.sampling) for role in (RTSLM, TDSLM, CGSLM, RTSLM)]
    base, plans, programs, again = [(await say(model, ask(COLOURS, role=role, answer=24))).text for role in told]
    assert base == again
    assert len({base, plans, programs}) == 3


async def test_an_adapter_is_named_by_its_number_as_well(settings: Settings, model: OpenAIModel) -> None:
    numbered = OpenAIModel(settings.model_copy(update={"tdslm_model": "0", "cgslm_model": "programs.gguf"}))
    await numbered.open()
    assert numbered.model(TDSLM) == model.model(TDSLM)
    assert numbered.model(CGSLM) == model.model(CGSLM)
    await numbered.close()


async def test_the_address_may_lack_its_version(settings: Settings) -> None:
    model = OpenAIModel(settings.model_copy(update={"openai_url": settings.openai_url.removesuffix("v1")}))
    await model.open()
    assert (await say(model, ask(COLOURS, answer=2))).text
    await model.close()


@pytest.mark.parametrize(
    "text", ["<|im_end|> {x} \n\nMore?", "检测R峰，采样率360 Hz。", "emoji 👨‍👩‍👧 next\u0085line \u2028"]
)
async def test_every_prompt_is_counted_exactly(model: OpenAIModel, text: str) -> None:
    request = ask(text, answer=1)
    count = await model.count(request)
    assert count.exact
    assert count.tokens == (await say(model, request)).prompt_tokens


async def test_a_prompt_over_the_context_is_refused(model: OpenAIModel) -> None:
    request = ask("word " * 4000)
    with pytest.raises(BudgetError, match="does not fit the context"):
        await say(model, request)
    with pytest.raises(BudgetError, match="context of 3072"):
        await fit(model, lambda _parts: request)


async def test_a_grammar_is_followed_and_a_broken_one_refused(model: OpenAIModel) -> None:
    assert (await say(model, ask(COLOURS, grammar='root ::= "red" | "blue"'))).text in ("red", "blue")
    with pytest.raises(BadAnswer, match="cannot take this request"):
        await say(model, ask(COLOURS, grammar="root ::= ("))


async def test_only_plain_keywords_of_a_schema_are_sent(model: OpenAIModel) -> None:
    kind = {"type": "string", "enum": ["apple"], "pattern": "(?=a)apple"}
    schema = {"type": "object", "properties": {"name": kind}, "required": ["name"]}
    answer = await say(model, ask("Name a fruit.", answer=24, schema=schema))
    assert json.loads(answer.text) == {"name": "apple"}


async def test_cancelling_in_the_middle_of_a_long_prompt_frees_the_slot(model: OpenAIModel) -> None:
    task = asyncio.create_task(say(model, ask("river " * 2500)))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    answers = await asyncio.gather(*(say(model, ask(COLOURS, answer=2)) for _ in range(2)))
    # A slot still reading those 2,500 tokens would take its request only after tens of seconds.
    assert all(answer.seconds < 15 for answer in answers)


async def test_a_failing_listener_stops_the_request(model: OpenAIModel) -> None:
    def listen(text: str, tokens: int) -> None:
        raise LookupError(text)

    with pytest.raises(LookupError):
        await model.generate(ask(STORY, answer=1500), listen)
    assert (await say(model, ask(COLOURS, answer=2))).text


async def test_a_model_or_adapter_that_is_not_served_is_named(settings: Settings) -> None:
    with pytest.raises(ModelMissing, match="no model qwen") as caught:
        await choose(settings.model_copy(update={"model": "qwen"}))
    assert "SmolLM2-135M-Instruct.Q4_1" in caught.value.hint
    with pytest.raises(ModelMissing, match=r"no adapter nonsense.*`cgslm_model`") as caught:
        await choose(settings.model_copy(update={"cgslm_model": "nonsense"}))
    assert "plans" in caught.value.hint


async def test_a_wrong_key_is_refused_and_not_repeated(settings: Settings) -> None:
    wrong = Settings.model_validate({**settings.model_dump(), "openai_api_key": "sk-secret"})
    with pytest.raises(BackendError, match="refused the key") as caught:
        await choose(wrong)
    assert "sk-secret" not in f"{caught.value.message} {caught.value.hint}"
    assert "openai_api_key" in caught.value.hint


async def test_the_embedded_base_of_the_settings_is_no_name_on_a_server(settings: Settings, weights: Path) -> None:
    model, why = await choose(settings.model_copy(update={"model": str(weights)}))
    assert model.model(RTSLM).name == weights.stem
    assert why == "the settings name the openai backend"
    await model.close()
