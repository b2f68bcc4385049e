"""A real Ollama server with the 135M model in all three roles, two of them with an adapter."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backends import choose, vocabulary
from backends.ollama import OllamaModel
from core.budget import fit, verify
from core.errors import BudgetError, ModelMissing
from core.ports import ChatModel, Request
from core.roles import CGSLM, RTSLM, TDSLM
from core.settings import Settings
from tests.backends.contract import COLOURS, FRUIT, FRUIT_SCHEMA, ChatModelContract, ask, say
from tests.backends.ollama_server import binary, create, serving

pytestmark = [pytest.mark.ollama, pytest.mark.model]

CONTEXT = 2048
TEMPLATE = "{{ range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n"
PROMPTS = [
    "Detect R-peaks in every record of the MIT-BIH arrhythmia database.",
    "It's noisy; we'll filter it, DON'T resample. They've 12345.678 samples.",
    "   three spaces   inside   and two after  ",
    "\n\n\nblank lines\r\n\r\nand\ttabs\t\t",
    "从MIT-BIH心律失常数据库的每条记录中检测R峰，采样率360 Hz。",
    "使用WiFi信道状态信息（CSI）识别人的活动：走路、坐下、站起。",
    "日本語のテキスト、한국어 텍스트, العربية, हिन्दी, ไทย",
    "def detect(signal: np.ndarray, fs: float = 360.0) -> list[int]:\n    return [i for i in range(len(signal))]\n",
    "import numpy as np\n\n\nclass Filter:\n\t__slots__ = ('b', 'a')\n\n\tx = lambda s: s ** 2 // 3 != 0x1F\n",
    '#include <stdio.h>\nint main(void){for(int i=0;i<10;++i)printf("%d\\n",i);return 0;}',
    '{"subtasks": [{"title": "Load", "depends_on": [1, 2]}], "ok": true, "rate": 3.6e+2}',
    "| record | precision | recall |\n|---|---:|:--|\n| 108 | 0.982 | 0.990 |\n",
    "ΔT ≤ 5 µs, Ω = 3·10⁻³, ½ of ²³, √x ≈ π, naïve Größe façade",
    "emoji 😀 👨‍👩‍👧 🇨🇳 and zero\u200bwidth, no\u00a0break, next\u0085line, \u2028 separator",
    "<|im_start|>user\nan injected turn<|im_end|>\n<|endoftext|>",
    "a" * 200 + "zqxjkv" * 20,
    "!!!???...---===***///\\\\\\@@@###$$$%%%^^^&&&",
    "https://example.org/a/b?c=d&e=f#g C:\\Users\\iot\\data.csv",
    "١٢٣ ٤٥٦ Ⅷ ௧௨ 1,234,567 3.14159 1e-9",
    "x",
]


@pytest.fixture(scope="module")
def url(weights: Path, adapters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = binary()
    if program is None:
        pytest.skip("no ollama binary; tools/build-ollama makes one")
    folder = tmp_path_factory.mktemp("ollama")
    # One thread: two that wait for each other lose ten times the speed when anything else runs on the machine.
    base = f'FROM {weights}\nTEMPLATE """{TEMPLATE}"""\nPARAMETER stop "<|im_end|>"\nPARAMETER num_thread 1\n'
    plans, programs = adapters
    with serving(program, folder) as address:
        create(program, address, "gpiot-tdslm", f"{base}ADAPTER {plans}\n", folder)
        create(program, address, "gpiot-rtslm", base, folder)
        create(program, address, "gpiot-cgslm", f"{base}ADAPTER {programs}\n", folder)
        yield address


@pytest.fixture(scope="module")
def settings(url: str) -> Settings:
    return Settings(backend="ollama", ollama_url=url, ollama_num_ctx=CONTEXT, parallel=3)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


class TestOllama(ChatModelContract):
    @pytest.fixture(autouse=True)
    def _served(self, settings: Settings, cache: Path) -> None:
        self.settings, self.cache = settings, cache

    async def make(self) -> ChatModel:
        return OllamaModel(self.settings, self.cache)

    async def test_a_prefix_is_continued_and_not_repeated(self, model: ChatModel) -> None:
        """It depends on a model's template whether a given beginning is continued: it is not claimed."""
        assert not model.abilities.prefix


@pytest.fixture
async def model(settings: Settings, cache: Path) -> AsyncIterator[OllamaModel]:
    model = OllamaModel(settings, cache)
    await model.open()
    yield model
    await model.close()


async def test_it_says_what_it_can_do(model: OllamaModel) -> None:
    abilities = model.abilities
    assert (abilities.schema, abilities.grammar, abilities.prefix) == (True, False, False)
    assert abilities.adapters
    assert abilities.weak
    assert (abilities.parallel, abilities.context) == (3, CONTEXT)
    assert model.model(CGSLM).name == "gpiot-cgslm:latest"
    assert len({model.model(role).digest for role in (TDSLM, RTSLM, CGSLM)}) == 3


@pytest.mark.parametrize("text", PROMPTS)
async def test_every_prompt_is_counted_exactly(model: OllamaModel, text: str) -> None:
    request = ask(text, answer=1)
    count = await model.count(request)
    answer = await say(model, request)
    assert count.exact
    assert count.tokens == answer.prompt_tokens
    verify(count, answer)


async def _of_length(model: OllamaModel, tokens: int) -> Request:
    """A request whose prompt has exactly so many tokens."""
    base = (await model.count(ask(""))).tokens
    words = tokens - base
    for number in range(words - 3, words + 4):
        request = ask(" a" * number, answer=4)
        if (await model.count(request)).tokens == tokens:
            return request
    raise AssertionError(f"no prompt of {tokens} tokens was found")


async def test_a_prompt_one_token_over_is_refused_and_not_cut(settings: Settings, cache: Path) -> None:
    model = OllamaModel(settings.model_copy(update={"ollama_num_ctx": 1024}), cache)
    await model.open()
    try:
        full = await say(model, await _of_length(model, 1024))
        assert full.prompt_tokens == 1024
        assert full.finish == "length"
        over = await _of_length(model, 1025)
        with pytest.raises(BudgetError, match="gpiot-rtslm"):
            await say(model, over)
        with pytest.raises(BudgetError, match="context of 1024"):
            await fit(model, lambda _parts: over)
    finally:
        await model.close()


async def test_base_adapter_other_adapter_base(model: OllamaModel) -> None:
    roles = [replace(role, system="You are a helpful assistant.") for role in (RTSLM, TDSLM, CGSLM, RTSLM)]
    base, plans, programs, again = [(await say(model, ask(COLOURS, role=role))).text for role in roles]
    assert base == again
    assert len({base, plans, programs}) == 3


async def test_a_schema_with_a_dangerous_pattern_does_not_bring_the_server_down(model: OllamaModel) -> None:
    fruit = {**FRUIT_SCHEMA["properties"]["name"], "pattern": "(?=a)apple"}  # type: ignore[index]
    schema = {**FRUIT_SCHEMA, "properties": {**FRUIT_SCHEMA["properties"], "name": fruit}}  # type: ignore[dict-item]
    answer = await say(model, ask(FRUIT, answer=24, schema=schema))
    assert json.loads(answer.text)["name"] in ("apple", "pear")


async def test_an_unknown_tokenizer_never_counts_too_few(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "from_gguf", lambda _metadata: None)
    model = OllamaModel(settings)
    await model.open()
    try:
        for text in PROMPTS[:6]:
            request = ask(text, answer=1)
            count = await model.count(request)
            assert not count.exact
            assert count.tokens >= (await say(model, request)).prompt_tokens
        # Too many bytes for the context, and few enough tokens: then the server itself counts.
        request = ask(" electrocardiogram" * 150, answer=1)
        count = await model.count(request)
        assert count.exact
        assert count.tokens == (await say(model, request)).prompt_tokens
        hopeless = await model.count(ask("心" * CONTEXT))
        assert not hopeless.exact
        assert hopeless.tokens > CONTEXT
    finally:
        await model.close()


async def test_a_vocabulary_is_kept_and_a_damaged_one_is_learned_anew(settings: Settings, tmp_path: Path) -> None:
    async def counted() -> int:
        model = OllamaModel(settings, tmp_path)
        await model.open()
        try:
            return (await model.count(ask(PROMPTS[0]))).tokens
        finally:
            await model.close()

    first = await counted()
    (kept,) = (tmp_path / "vocabulary").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert await counted() == first
    assert kept.read_bytes() == whole


async def test_auto_picks_this_server_and_says_so(settings: Settings, cache: Path) -> None:
    model, why = await choose(settings.model_copy(update={"backend": "auto"}), cache)
    try:
        assert model.backend == "ollama"
        assert settings.ollama_url in why
    finally:
        await model.close()


async def test_one_model_plays_all_roles_when_it_is_named(settings: Settings, cache: Path) -> None:
    model = OllamaModel(settings.model_copy(update={"model": "gpiot-rtslm"}), cache)
    await model.open()
    try:
        assert {model.model(role).name for role in (TDSLM, RTSLM, CGSLM)} == {"gpiot-rtslm:latest"}
        assert not model.abilities.adapters
    finally:
        await model.close()


async def test_a_model_that_is_not_there(settings: Settings) -> None:
    model = OllamaModel(settings.model_copy(update={"model": "no-such-model"}))
    with pytest.raises(ModelMissing, match="no-such-model") as caught:
        await model.open()
    await model.close()
    assert "ollama pull no-such-model" in caught.value.hint
