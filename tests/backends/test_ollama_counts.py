"""The first prompts of the trials in ``bench`` against a real server; test_ollama counts 20 more."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from backends.ollama import OllamaModel
from backends.ollama_counting import Counter
from bench.ollama_counts import KINDS, compared, prompt, served, server
from bench.ollama_limit import past_the_budget, request, tried
from core.ports import Count, Request
from tests.backends.ollama_server import binary

pytestmark = [pytest.mark.ollama, pytest.mark.model]

TRIES = 8
CONTEXT = 256


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if binary() is None:
        pytest.skip("no ollama binary; tools/build-ollama makes one")
    with server() as address:
        yield address


def _asked(times: int) -> list[tuple[str, str]]:
    chance = random.Random(6)
    made = [prompt(number, chance) for number in range(times)]
    return [(kind, asked.messages[0].text) for kind, asked in made]


def test_the_trial_has_200_different_prompts_and_the_same_ones_again() -> None:
    prompts = _asked(200)
    assert prompts == _asked(200)
    assert len(set(prompts)) > 190
    assert all(one != other for one, other in pairwise(prompts))
    assert [kind for kind, _ in prompts[: len(KINDS)]] == list(KINDS)


async def test_prompts_are_counted_exactly_cached_or_not(url: str) -> None:
    chance = random.Random(6)
    async with served(url, 1024) as model:
        rows = [await compared(model, number, chance) for number in range(len(KINDS))]
    assert [row for row in rows if row.worst or not row.exact] == []


async def test_no_prompt_around_the_limit_is_cut_silently(url: str) -> None:
    chance = random.Random(6)
    async with served(url, CONTEXT) as model:
        tries = [await tried(model, number, chance) for number in range(TRIES)]
    assert [one for one in tries if one.cut] == []
    assert all((one.end == "whole") == (one.over <= 0) for one in tries)
    assert {one.end for one in tries} == {"whole", "refused", "trimmed"}


async def test_the_trial_sees_a_count_that_is_wrong(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Counter.count

    async def one_less(self: Counter, *given: object) -> Count:
        count = await honest(self, *given)  # type: ignore[arg-type]
        return Count(count.tokens - 1, count.exact)

    monkeypatch.setattr(Counter, "count", one_less)
    async with served(url, CONTEXT) as model:
        assert (await compared(model, 0, random.Random(6))).worst == 1


async def test_the_trial_sees_a_silent_cut(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = OllamaModel._body

    def careless(self: OllamaModel, sent: Request) -> dict[str, Any]:
        return {key: value for key, value in honest(self, sent).items() if key not in ("truncate", "shift")}

    monkeypatch.setattr(OllamaModel, "_body", careless)
    async with served(url, CONTEXT) as model:
        _, cut = await past_the_budget(model, request(0, 4, " a" * CONTEXT, ()))
    assert cut.startswith(f"{CONTEXT} of ")
