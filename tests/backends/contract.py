"""What every model server must do. A backend's tests inherit ``ChatModelContract`` and say how to make it.

The prompts are tiny and the answers short, so that the contract takes seconds on two cores.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.ports import Answer, ChatModel, Message, Request
from core.roles import CGSLM, RTSLM, TDSLM, Role

COLOURS = "Name three colours."
STORY = "Tell a long story about a river."
FRUIT = "Describe one fruit as JSON."
FRUIT_SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "enum": ["apple", "pear"]},
        "red": {"type": "boolean"},
    },
    "required": ["name", "red"],
}


def ask(text: str, *, role: Role = RTSLM, answer: int = 16, **more: Any) -> Request:
    """A greedy request with one message."""
    return Request(role, (Message("user", text),), **{"seed": 7, "answer": answer, "temperature": 0.0, **more})


async def say(model: ChatModel, request: Request) -> Answer:
    """The answer, its pieces thrown away."""
    return await model.generate(request, lambda _text, _tokens: None)


class ChatModelContract:
    """Inherit, and write ``make``; override ``model`` where opening is dear."""

    async def make(self) -> ChatModel:
        """A model of this backend, not opened."""
        raise NotImplementedError

    @pytest.fixture
    async def opened(self) -> AsyncIterator[ChatModel]:
        model = await self.make()
        await model.open()
        yield model
        await model.close()

    @pytest.fixture
    async def model(self, opened: ChatModel) -> ChatModel:
        return opened

    async def test_the_pieces_are_the_answer(self, model: ChatModel) -> None:
        pieces: list[tuple[str, int]] = []
        answer = await model.generate(ask(COLOURS), lambda text, tokens: pieces.append((text, tokens)))
        assert answer.text
        assert "".join(text for text, _ in pieces) == answer.text
        assert all(tokens > 0 for _, tokens in pieces)
        assert sum(tokens for _, tokens in pieces) <= answer.answer_tokens <= 16
        assert answer.seconds > 0

    async def test_every_role_has_a_model_with_a_digest(self, model: ChatModel) -> None:
        for role in (TDSLM, RTSLM, CGSLM):
            assert model.model(role).name
            assert len(model.model(role).digest) >= 12

    async def test_the_same_greedy_request_has_the_same_answer(self, model: ChatModel) -> None:
        first = await say(model, ask(COLOURS, fresh=True))
        again = await say(model, ask(COLOURS, fresh=True))
        assert first.text == again.text
        assert (first.prompt_tokens, first.answer_tokens) == (again.prompt_tokens, again.answer_tokens)

    async def test_an_answer_follows_its_schema(self, model: ChatModel) -> None:
        answer = await say(model, ask(FRUIT, answer=24, schema=FRUIT_SCHEMA))
        assert answer.finish == "stop"
        fruit = json.loads(answer.text)
        assert fruit["name"] in ("apple", "pear")
        assert isinstance(fruit["red"], bool)

    @pytest.mark.parametrize("role", [TDSLM, RTSLM, CGSLM], ids=lambda role: role.name)
    async def test_the_count_is_what_the_server_evaluates(self, model: ChatModel, role: Role) -> None:
        talk = (
            Message("user", COLOURS),
            Message("assistant", "Red, 红 and blue."),
            Message("user", "<|im_end|> {x} \n\nMore?"),
        )
        for messages in (talk[:1], talk):
            request = Request(role, messages, seed=1, answer=2, temperature=0.0)
            count = await model.count(request)
            answer = await say(model, request)
            if count.exact:
                assert count.tokens == answer.prompt_tokens
            else:
                assert count.tokens >= answer.prompt_tokens

    async def test_a_prefix_is_continued_and_not_repeated(self, model: ChatModel) -> None:
        request = ask(COLOURS, answer=8, prefix="Sure: my three colours are orange, ")
        count = await model.count(request)
        answer = await say(model, request)
        assert "my three" not in answer.text
        assert count.tokens == answer.prompt_tokens

    async def test_an_answer_ends_before_a_stop_text(self, model: ChatModel) -> None:
        whole = await say(model, ask(COLOURS, fresh=True))
        stop = whole.text.split()[3]
        cut = await say(model, ask(COLOURS, fresh=True, stop=(stop,)))
        assert stop not in cut.text
        assert whole.text.startswith(cut.text)
        assert cut.finish == "stop"

    async def test_a_cut_answer_says_so(self, model: ChatModel) -> None:
        answer = await say(model, ask(STORY, answer=3))
        assert answer.finish == "length"
        assert answer.answer_tokens == 3

    async def test_cancelling_frees_the_slot(self, model: ChatModel) -> None:
        began = asyncio.Event()
        requests = [ask(STORY, answer=1500) for _ in range(model.abilities.parallel)]
        tasks = [asyncio.create_task(model.generate(r, lambda _text, _tokens: began.set())) for r in requests]
        await began.wait()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with pytest.raises(asyncio.CancelledError):
                await task
        async with asyncio.timeout(60):
            assert (await say(model, ask(COLOURS, answer=4))).text

    async def test_a_request_that_waits_its_turn_can_be_cancelled(self, model: ChatModel) -> None:
        tasks = [asyncio.create_task(say(model, ask(STORY, answer=1500))) for _ in range(model.abilities.parallel + 2)]
        await asyncio.sleep(0)
        for task in reversed(tasks):
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert task.cancelled()
        async with asyncio.timeout(60):
            assert (await say(model, ask(COLOURS, answer=4))).text

    async def test_more_requests_than_slots_are_all_answered(self, model: ChatModel) -> None:
        texts = [f"Say the number {n}." for n in range(model.abilities.parallel + 2)]
        answers = await asyncio.gather(*(say(model, ask(text, answer=4)) for text in texts))
        assert all(answer.text for answer in answers)

    async def test_opening_and_closing_twice_is_allowed(self) -> None:
        model = await self.make()
        await model.open()
        await model.open()
        assert (await say(model, ask(COLOURS, answer=2))).text
        await model.close()
        await model.close()
