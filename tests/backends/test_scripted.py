from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from backends import choose
from backends.scripted import ABILITIES, ScriptedModel
from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, ModelMissing
from core.ports import ChatModel
from core.roles import CGSLM, TDSLM
from core.settings import Settings
from tests.backends.contract import COLOURS, FRUIT, STORY, ChatModelContract, ask, say

RULES: list[dict[str, Any]] = [
    {"match": "colour|More", "answers": ["Red and green and some blue."]},
    {"match": FRUIT, "answers": ['{"name": "pear", "red": false}']},
    {"match": STORY, "answers": ["Once there was a river. " * 400]},
    {"match": r"number \d", "answers": ["one"]},
]


class TestScripted(ChatModelContract):
    async def make(self) -> ChatModel:
        return ScriptedModel(rules=RULES)


async def test_answers_come_in_order_and_the_last_repeats() -> None:
    model = ScriptedModel(rules=[{"answers": ["one", "two"]}])
    assert [(await say(model, ask("x"))).text for _ in range(3)] == ["one", "two", "two"]
    assert [request.messages[0].text for request in model.requests] == ["x"] * 3


async def test_the_first_rule_that_fits_role_and_text_answers() -> None:
    rules: list[dict[str, Any]] = [
        {"role": "cgslm", "answers": ["code"]},
        {"role": "tdslm", "match": "^R-peak", "answers": ["plan"]},
        {"answers": ["else"]},
    ]
    model = ScriptedModel(rules=rules)
    assert (await say(model, ask("R-peaks", role=CGSLM))).text == "code"
    assert (await say(model, ask("R-peaks", role=TDSLM))).text == "plan"
    assert (await say(model, ask("find R-peaks", role=TDSLM))).text == "else"


async def test_a_request_without_a_rule_is_named() -> None:
    model = ScriptedModel(rules=[{"role": "cgslm", "answers": ["x"]}])
    with pytest.raises(BadAnswer, match="no answer for tdslm: 'detect beats'"):
        await say(model, ask("detect beats", role=TDSLM))


@pytest.mark.parametrize(
    ("name", "kind"), [("unreachable", BackendUnreachable), ("timeout", BackendTimeout), ("garbage", BadAnswer)]
)
async def test_a_script_can_fail_in_the_middle_of_an_answer(name: str, kind: type[BackendError]) -> None:
    model = ScriptedModel(rules=[{"answers": [{"text": "half an", "error": name}]}])
    heard: list[str] = []
    with pytest.raises(kind):
        await model.generate(ask("x"), lambda text, _: heard.append(text))
    assert heard == ["half ", "an"]


async def test_a_script_can_end_an_answer_as_cut() -> None:
    model = ScriptedModel(rules=[{"answers": [{"text": "half an", "finish": "length"}]}])
    assert (await say(model, ask("x"))).finish == "length"


async def test_requests_under_way_are_counted() -> None:
    model = ScriptedModel(rules=[{"answers": [{"text": "x", "delay": 0.02}]}])
    await asyncio.gather(*(say(model, ask("x")) for _ in range(5)))
    assert (model.most, model.active) == (5, 0)


async def test_a_script_is_read_from_the_file_of_the_settings(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"rules": RULES, "abilities": {"weak": True}}), "utf-8")
    model, why = await choose(Settings(backend="scripted", script=str(script)))
    assert (await say(model, ask(COLOURS))).text.startswith("Red")
    assert model.abilities.weak is not ABILITIES.weak
    assert "scripted" in why


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '[{"answers": []}]', '[{"answers": [{"error": "fire"}]}]', '[{"match": "(", "answers": ["x"]}]'],
)
async def test_a_damaged_script_is_named(tmp_path: Path, text: str) -> None:
    script = tmp_path / "script.json"
    script.write_text(text, "utf-8")
    with pytest.raises(ModelMissing, match=r"script\.json"):
        await choose(Settings(backend="scripted", script=str(script)))


@pytest.mark.parametrize("script", ["", "/nowhere/script.json"])
async def test_a_missing_script_is_one_clear_error(script: str) -> None:
    with pytest.raises(ModelMissing, match=r"no script|cannot be read"):
        await choose(Settings(backend="scripted", script=script))
