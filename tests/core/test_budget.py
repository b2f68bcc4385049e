from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.budget import fit, verify
from core.errors import BadAnswer, BudgetError
from core.ports import Answer, Count, Message, Request
from core.roles import RTSLM
from tests.fakes import rules, scripted


def build(parts: Sequence[str]) -> Request:
    text = " ".join([*parts, "question"])
    return Request(RTSLM, (Message("user", text),), seed=1, answer=10, temperature=0.0)


async def test_the_lowest_ranked_parts_are_dropped_and_counted() -> None:
    system = len(RTSLM.system.split())
    model = scripted(rules(), context=system + 1 + 10 + 25)
    fitted = await fit(model, build, ["one " * 10, "two " * 10, "three " * 10])
    assert fitted.dropped == 1
    assert "two" in fitted.request.messages[0].text
    assert "three" not in fitted.request.messages[0].text


async def test_what_does_not_fit_without_parts_is_refused_with_both_numbers() -> None:
    with pytest.raises(BudgetError, match=r"needs \d+ tokens and 10 for the answer.*context of 20") as caught:
        await fit(scripted(rules(), context=20), build, ["extra"])
    assert caught.value.hint


def test_a_prompt_that_the_server_cut_is_found_afterwards() -> None:
    with pytest.raises(BadAnswer, match="80 of 100"):
        verify(Count(100, exact=True), Answer("x", "stop", 80, 1, 0.1))
    verify(Count(100, exact=False), Answer("x", "stop", 80, 1, 0.1))
    verify(Count(100, exact=True), Answer("x", "stop", 100, 1, 0.1))
