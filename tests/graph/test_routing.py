"""Where free text goes that rules cannot decide: a model that answers as scripted."""

from __future__ import annotations

import pytest

from backends.scripted import ScriptedModel
from bench.utterances import PLANS
from core.edits import Drop
from core.errors import BackendUnreachable
from core.events import Called, Event, Token
from core.routes import Route
from graph.route_rules import by_rules, decided
from graph.routing import by_model, prompt, route
from tests.fakes import deps_of, scripted

HEART, WIFI = PLANS["heart"], PLANS["wifi"]
UNDECIDED = "kinda less of that jumping around near the end"


def answered(answer: str) -> ScriptedModel:
    return scripted([{"role": "rtslm", "match": "Answer as compact JSON for:", "answers": [answer]}])


async def routed(model: ScriptedModel, text: str = UNDECIDED, plan: str = "heart") -> tuple[Route, list[Event]]:
    events: list[Event] = []
    return await route(text, PLANS[plan], deps_of(model), events.append), events


async def test_no_model_is_asked_where_rules_decide() -> None:
    model = scripted([])
    for text in ("make step 2 faster", "drop step 5", "why is that?", "make it faster"):
        assert (await routed(model, text))[0] == by_rules(text, HEART)
    assert model.requests == []


async def test_a_weak_model_is_not_asked() -> None:
    model = scripted([], weak=True)
    found, _ = await routed(model)
    assert decided(UNDECIDED, HEART) is None
    assert found == by_rules(UNDECIDED, HEART)
    assert model.requests == []


async def test_a_model_decides_what_rules_cannot() -> None:
    model = answered('{"kind":"revise","subtask":"3"}')
    found, events = await routed(model)
    assert (found.kind, found.numbers, found.by) == ("revise", (3,), "model")
    assert len(model.requests) == 1
    assert any(isinstance(event, Called) and event.stage == "route" for event in events)
    assert not any(isinstance(event, Token) for event in events)


async def test_a_models_edit_is_one_that_can_be_made() -> None:
    found, _ = await routed(answered('{"kind":"edit","edit":"drop 5"}'))
    assert (found.kind, found.edits, found.by) == ("edit", (Drop(5),), "model")


@pytest.mark.parametrize(
    ("answer", "ask"),
    [
        ('{"kind":"revise","subtask":"9"}', "Which sub-task"),
        ('{"kind":"revise"}', "Which sub-task"),
        ('{"kind":"edit","edit":"drop 9"}', "no sub-task 9"),
        ('{"kind":"edit","edit":"burn it"}', "no edit of the plan"),
        ('{"kind":"unclear"}', "new application"),
        ('{"kind":"dance"}', "new application"),
        ('{"kind":["revise"],"subtask":{},"edit":[]}', "new application"),
        ("certainly!", "new application"),
        ("", "new application"),
    ],
)
async def test_an_answer_that_will_not_do_is_asked_back(answer: str, ask: str) -> None:
    model = answered(answer)
    found, _ = await routed(model)
    assert found.kind == "unclear"
    assert ask in found.ask
    assert len(model.requests) == 1


async def test_without_a_plan_a_model_cannot_revise() -> None:
    text = "use it more gently"
    assert decided(text, None) is None
    found, _ = await routed(answered('{"kind":"revise","subtask":"1"}'), text, plan="-")
    assert found.kind == "unclear"


async def test_a_dead_server_is_no_route() -> None:
    model = scripted([{"answers": [{"error": "unreachable"}]}])
    with pytest.raises(BackendUnreachable):
        await routed(model)


async def test_a_context_that_is_too_small_is_asked_back() -> None:
    found, _ = await routed(scripted([], context=40))
    assert found.kind == "unclear"


async def test_a_million_characters_are_shown_to_a_model_in_part() -> None:
    model = answered('{"kind":"question"}')
    found = await by_model("word " * 200_000, HEART, deps_of(model), lambda _event: None)
    assert found.kind == "question"
    assert len(model.requests[0].messages[0].text) < 2500


def test_the_prompt_begins_alike_for_all_texts_of_a_plan() -> None:
    one, other = prompt("faster", WIFI).text, prompt("\x1b[31mslower\x07", WIFI).text
    assert one.removesuffix("faster") == other.removesuffix("[31mslower")
    assert len(one) < 1300
