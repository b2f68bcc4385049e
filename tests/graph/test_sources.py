from __future__ import annotations

import re
from typing import Any

import pytest

from core.events import CitationDropped, Cited, Event
from core.papers import Hit, Passage
from graph.sources import Sources, cite, named_source
from tests.fakes import parameter

TEXT = "The signal is filtered between 5 and 15 Hz. The threshold follows the noise level."
HITS = tuple(
    Hit(Passage(f"p{n}", "paper", "A title", 2020, n, n, "Method", 0, len(TEXT), TEXT), 1.0 / n) for n in (1, 2)
)


def cited(sources: Sources, **named: tuple[int, str]) -> tuple[Any, list[Event]]:
    events: list[Event] = []
    nothing = (0, "")
    target = ("Filter between 5 and 15 Hz.", named.get("target", nothing))
    given = [(parameter("threshold", "float", "follows the noise level"), named.get("given", nothing))]
    return cite(sources, target, given, [(parameter("peaks"), named.get("taken", nothing))], events.append), events


def test_a_weak_model_names_a_number_and_the_sentence_is_found_for_it() -> None:
    spec, events = cited(Sources(HITS, quoting=False), target=(2, ""), given=(1, ""))
    assert spec.citations[0].page == 2
    assert spec.citations[0].quote == "The signal is filtered between 5 and 15 Hz."
    assert spec.inputs[0].citation.quote == "The threshold follows the noise level."
    assert [field for field, _ in spec.cited()] == ["target", "input threshold"]
    assert [type(event) for event in events] == [Cited, Cited]


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ((3, ""), "source 3 was not shown"),
        ((1, "The signal is filtered between 5 and 16 Hz"), "does not stand in source 1 .A title, page 1."),
    ],
)
def test_a_citation_that_does_not_hold_is_dropped_and_said(named: tuple[int, str], reason: str) -> None:
    spec, events = cited(Sources(HITS, quoting=True), target=named)
    assert spec.citations == ()
    (event,) = events
    assert isinstance(event, CitationDropped)
    assert event.field == "target"
    assert re.search(reason, event.reason)


def test_a_number_without_a_sentence_that_speaks_of_it_is_dropped() -> None:
    spec, events = cited(Sources(HITS, quoting=False), taken=(1, ""))
    assert spec.outputs[0].citation is None
    assert "nothing that speaks of it" in events[0].reason  # type: ignore[attr-defined]


def test_a_source_of_the_target_may_speak_of_what_the_plan_says() -> None:
    target = ("Do it well.", (1, ""))
    spec = cite(Sources(HITS, quoting=False), target, [], [], lambda _: None, "Adapt the threshold to the noise level.")
    assert spec.citations[0].quote == "The threshold follows the noise level."
    assert cite(Sources(HITS, quoting=False), target, [], [], lambda _: None).citations == ()


def test_odd_values_name_no_source() -> None:
    assert named_source({"source": 2, "quote": 7}) == (2, "")
    odd: Any
    for odd in ({}, {"source": "1"}, {"source": -1}, None, [], {"source": True, "quote": "x"}):
        assert named_source(odd)[0] in (0, 1)


def test_without_sources_an_answer_has_no_fields_for_them() -> None:
    assert Sources((), quoting=True).fields() == {}
    assert "quote" in Sources(HITS, quoting=True).fields()
    assert Sources(HITS, quoting=False).fields()["source"]["enum"] == [1, 2]
    assert Sources(HITS, quoting=True).fields()["source"]["enum"] == [0, 1, 2]
