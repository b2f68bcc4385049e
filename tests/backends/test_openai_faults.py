"""An OpenAI-compatible server that misbehaves in every known way: one fault, one clear error with a next step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backends import choose
from backends.openai import OpenAIModel
from backends.openai_catalogue import size_of
from core.errors import (
    BackendError,
    BackendTimeout,
    BackendUnreachable,
    BadAnswer,
    BudgetError,
    GpiotError,
    ModelMissing,
    SettingsError,
)
from core.ports import Answer, Message, Request
from core.roles import CGSLM, RTSLM, TDSLM
from core.settings import Settings
from tests.backends.misbehaving import Chat, Writer, answering, listening, silent_after
from tests.backends.ollama_server import free_port

KEY = "sk-very-secret-0123456789"
REQUEST = Request(CGSLM, (Message("user", "hello"),), seed=1, answer=8, temperature=0.0)
SCHEMA = {"type": "object", "properties": {"cold": {"type": "boolean"}}, "required": ["cold"]}


def event(text: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text} if text is not None else {}, "finish_reason": None}
    told = {"choices": [{**choice, **more.pop("choice", {})}], **more}
    return b"data: " + json.dumps(told, ensure_ascii=False).encode() + b"\n\n"


END = event(choice={"finish_reason": "stop"})
USAGE = b'data: {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2}}\n\ndata: [DONE]\n\n'
FOLLOWED = answering(event('{"cold": true}'), END, USAGE)


def error(status: str, body: object, head: str = "") -> Chat:
    return answering(json.dumps(body).encode(), status=f"{status}{head}")


@asynccontextmanager
async def server(
    chat: Chat, models: list[dict[str, Any]] | None = None, *, owner: str = "vllm", probe: Chat | None = None
) -> AsyncIterator[str]:
    """A server whose list of models is in order and whose answers are not; ``probe`` plays the first answer."""
    listed = [{"id": "qwen", "owned_by": owner}] if models is None else models
    chats = [probe] if probe else []

    async def respond(path: str, writer: Writer) -> None:
        if path == "/v1/models":
            await answering(json.dumps({"data": listed}).encode())(writer)
        elif path == "/v1/chat/completions":
            await (chats.pop() if chats else chat)(writer)
        else:
            await error("404 Not Found", {"detail": "Not Found"})(writer)

    async with listening(respond) as url:
        yield f"{url}/v1"


def settings(url: str, **more: Any) -> Settings:
    return Settings.model_validate({"backend": "openai", "openai_url": url, "openai_api_key": KEY, **more})


async def ask(url: str, request: Request = REQUEST, **more: Any) -> tuple[Answer, list[str]]:
    model = OpenAIModel(settings(url, **more))
    pieces: list[str] = []
    try:
        await model.open()
        return await model.generate(request, lambda text, tokens: pieces.append(text)), pieces
    finally:
        await model.close()


async def fault(chat: Chat, kind: type[GpiotError], **more: Any) -> GpiotError:
    """The error that this behaviour ends in: naming the address or the model, with a next step, without the key."""
    async with server(chat) as url:
        with pytest.raises(kind) as caught:
            await ask(url, **more)
    found = caught.value
    assert url in found.message or "qwen" in found.message
    assert found.hint
    assert "\n" not in found.message
    assert KEY not in f"{found.message} {found.hint}"
    return found


async def test_a_sound_answer_passes_and_its_pieces_add_up() -> None:
    async with server(answering(b": a comment\n\n", event("心\u0085"), event("y\u2028z"), END, USAGE)) as url:
        answer, pieces = await ask(url)
    assert answer.text == "".join(pieces) == "心\u0085y\u2028z"
    assert (answer.finish, answer.prompt_tokens, answer.answer_tokens) == ("stop", 7, 2)


async def test_nobody_listens() -> None:
    url = f"http://127.0.0.1:{free_port()}/v1"
    with pytest.raises(BackendUnreachable, match=url) as caught:
        await ask(url)
    assert "openai_url" in caught.value.hint


async def test_no_first_byte() -> None:
    found = await fault(silent_after(), BackendTimeout, timeout=0.3)
    assert "0.3 s" in found.message


async def test_a_stall_in_the_middle() -> None:
    found = await fault(silent_after(event("half")), BackendTimeout, timeout=0.3)
    assert "timeout" in found.hint


async def test_dying_in_the_middle() -> None:
    await fault(answering(event("half"), length=5000), BackendUnreachable)


async def test_unavailable() -> None:
    found = await fault(error("503 Service Unavailable", {"error": {"message": "Loading model"}}), BackendError)
    assert "busy (status 503): Loading model" in found.message


@pytest.mark.parametrize(
    ("wait", "said"),
    [("7", "in 7 s"), ("Fri, 20 Nov 2026 07:28:00 GMT", "after Fri, 20 Nov 2026 07:28:00 GMT"), ("", "again later")],
)
async def test_too_many_requests(wait: str, said: str) -> None:
    head = f"\r\nRetry-After: {wait}" if wait else ""
    found = await fault(error("429 Too Many", {"error": {"message": "Rate limit reached"}}, head), BackendError)
    assert "status 429" in found.message
    assert said in found.hint


async def test_a_key_that_the_server_repeats() -> None:
    found = await fault(error("401 Unauthorized", {"error": {"message": f"Incorrect API key: {KEY}"}}), BackendError)
    assert "Incorrect API key: ***" in found.message
    assert "openai_api_key" in found.hint


async def test_a_key_cut_in_two_by_a_long_message() -> None:
    found = await fault(error("500 Oh", {"error": {"message": "x" * 140 + " " + KEY}}), BackendError)
    assert KEY[:8] not in found.message


async def test_a_key_in_a_line_that_is_no_answer() -> None:
    await fault(answering(f"data: your key is {KEY}\n\n".encode()), BadAnswer)


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "The model `qwen` does not exist.", "code": "model_not_found"}},
        {"object": "error", "message": "The model `qwen` does not exist.", "type": "NotFoundError"},
    ],
)
async def test_the_model_has_gone(body: dict[str, Any]) -> None:
    found = await fault(error("404 Not Found", body), ModelMissing)
    assert "does not exist" in found.message
    assert "--model" in found.hint


@pytest.mark.parametrize(
    "message",
    ["This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.", "exceed_context_size"],
)
async def test_over_the_context(message: str) -> None:
    await fault(error("400 Bad Request", {"error": {"message": message}}), BudgetError)


@pytest.mark.parametrize("message", ["CUDA out of memory. Tried to allocate 2.00 GiB", "failed to allocate KV cache"])
async def test_out_of_memory(message: str) -> None:
    found = await fault(error("500 Internal Server Error", {"error": {"message": message}}), BackendError)
    assert "too little memory for qwen" in found.message
    assert "smaller" in found.hint


async def test_another_refusal_is_passed_on_in_its_words() -> None:
    found = await fault(error("500 Oh", {"detail": "engine loop has died"}), BackendError)
    assert "engine loop has died" in found.message


@pytest.mark.parametrize(
    "broken", [b'data: {"choices": [{"del\n\n', b"data: [1, 2]\n\n", b"<html>nginx</html>\n", b'{"choices": []}\n']
)
async def test_a_broken_line(broken: bytes) -> None:
    await fault(answering(event("good"), broken, END, USAGE), BadAnswer)


@pytest.mark.parametrize(
    "line",
    [
        b'data: {"error": {"message": "engine has died", "code": 500}}\n\n',
        b'error: {"message": "engine has died", "code": 500}\n\n',
        b'{"error": {"message": "engine has died"}}\n',
    ],
)
async def test_an_error_under_status_200(line: bytes) -> None:
    found = await fault(answering(event("half"), line), BackendError)
    assert "engine has died" in found.message


async def test_events_of_strange_shapes_are_no_answer() -> None:
    strange = b'data: {"choices": ["x"], "usage": 3}\n\ndata: {"choices": {"a": 1}}\n\ndata: [DONE]\n\n'
    await fault(answering(strange), BadAnswer)


async def test_the_end_without_a_reason() -> None:
    found = await fault(answering(event("half")), BadAnswer)
    assert "did not finish" in found.message


async def test_an_answer_that_a_filter_ended() -> None:
    found = await fault(answering(event("half", choice={"finish_reason": "content_filter"}), USAGE), BadAnswer)
    assert "content_filter" in found.message


async def test_an_end_without_counters() -> None:
    found = await fault(answering(event("all"), END, b"data: [DONE]\n\n"), BadAnswer)
    assert "include_usage" in found.hint


async def test_nothing_but_thoughts() -> None:
    thought = event(choice={"delta": {"reasoning_content": "hm"}, "finish_reason": "length"})
    found = await fault(answering(thought, USAGE), BadAnswer)
    assert "thoughts" in found.message


async def test_a_web_page() -> None:
    await fault(answering(b"<html><body>Welcome to\nnginx</body></html>", status="502 Bad Gateway"), BadAnswer)


async def test_the_catalogue_is_a_web_page() -> None:
    async def respond(path: str, writer: Writer) -> None:
        await answering(b"<html>router</html>")(writer)

    async with listening(respond) as url:
        with pytest.raises(BadAnswer, match=url):
            await ask(url)


async def test_vllm_serves_three_roles_on_one_base() -> None:
    models: list[dict[str, Any]] = [
        {"id": "base", "owned_by": "vllm", "root": "/m/Qwen2.5-Coder-7B-Instruct", "max_model_len": 4096},
        {"id": "gpiot-tdslm", "owned_by": "vllm", "parent": "base", "root": "/a"},
        {"id": "programs", "owned_by": "vllm", "parent": "base", "root": "/b"},
    ]
    async with server(answering(event("x"), END, USAGE), models) as url:
        model = OpenAIModel(settings(url, cgslm_model="programs"))
        await model.open()
        assert [model.model(role).name for role in (TDSLM, RTSLM, CGSLM)] == ["gpiot-tdslm", "base", "programs"]
        assert (model.abilities.adapters, model.abilities.context, model.abilities.weak) == (True, 4096, False)
        await model.close()


async def test_several_models_and_none_named() -> None:
    listed: list[dict[str, Any]] = [{"id": f"m{number}"} for number in range(10)]
    async with server(FOLLOWED, listed) as url:
        with pytest.raises(ModelMissing, match="serves 10 models") as caught:
            await ask(url)
        assert "m0, m1" in caught.value.hint
        assert "2 more" in caught.value.hint
        assert (await ask(url, model="m3"))[0].text


async def test_a_server_without_a_list_of_models_takes_the_name_it_is_given() -> None:
    async def respond(path: str, writer: Writer) -> None:
        chat = FOLLOWED if path.endswith("/chat/completions") else error("404 Not Found", {})
        await chat(writer)

    async with listening(respond) as url:
        assert (await ask(f"{url}/v1", model="mine"))[0].text
        with pytest.raises(ModelMissing, match="does not say which models"):
            await ask(f"{url}/v1")


@pytest.mark.parametrize(
    "probe",
    [
        answering(event("Yes, ice is cold."), END, USAGE),
        error("400 Bad Request", {"error": {"message": "'response_format' of type 'json_schema' is not supported"}}),
    ],
)
async def test_a_server_that_holds_no_schema_gets_it_in_the_prompt_and_that_is_said(probe: Chat) -> None:
    async with server(FOLLOWED, owner="somebody", probe=probe) as url:
        model, why = await choose(settings(url))
        assert isinstance(model, OpenAIModel)
        assert not model.abilities.schema
        assert "the schema stands in the prompt" in why
        request = Request(RTSLM, (Message("user", "Is ice cold?"),), 1, 24, 0.0, schema=SCHEMA)
        body = model._body(request)
        assert "response_format" not in body
        assert json.dumps(SCHEMA, separators=(",", ":")) in body["messages"][-1]["content"]
        await model.close()


async def test_a_server_that_wants_another_word_for_the_token_limit() -> None:
    message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    probe = error("400 Bad Request", {"error": {"message": message}})
    async with server(FOLLOWED, owner="somebody", probe=probe) as url:
        model = OpenAIModel(settings(url))
        await model.open()
        assert model.abilities.schema
        body = model._body(REQUEST)
        assert (body["max_completion_tokens"], "max_tokens" in body) == (8, False)
        await model.close()


async def test_an_estimate_never_counts_too_few() -> None:
    async with server(FOLLOWED, owner="somebody") as url:
        model = OpenAIModel(settings(url))
        await model.open()
        count = await model.count(REQUEST)
        assert not count.exact
        assert count.tokens > len(CGSLM.system) + len("hello")
        assert model.abilities.context == Settings().openai_num_ctx
        await model.close()


async def test_vllm_counts_itself_where_its_own_paths_are_there() -> None:
    counts = [b'{"count": 12, "tokens": []}', b'{"error": {"message": "maximum context length is 4096"}}', b'{"x": 1}']

    async def respond(path: str, writer: Writer) -> None:
        if path == "/tokenize" and counts:
            await answering(counts.pop(0))(writer)
        elif path == "/v1/models":
            await answering(b'{"data": [{"id": "qwen", "owned_by": "vllm"}]}')(writer)
        else:
            await error("404 Not Found", {"detail": "Not Found"})(writer)

    async with listening(respond) as url:
        model = OpenAIModel(settings(f"{url}/v1"))
        await model.open()
        found = [await model.count(REQUEST) for _ in range(4)]
        await model.close()
    assert [count.exact for count in found] == [True, False, False, False]
    assert found[0].tokens == 12
    assert all(count.tokens > len(CGSLM.system) for count in found[1:])


async def test_cancelling_closes_the_connection() -> None:
    closed, first = asyncio.Event(), asyncio.Event()

    async def chat(writer: Writer) -> None:
        await answering(event("on and on"))(writer)
        while not writer.is_closing():
            writer.write(event("and on"))
            try:
                await writer.drain()
            except ConnectionError:
                break
            await asyncio.sleep(0.01)
        closed.set()

    async with server(chat) as url:
        model = OpenAIModel(settings(url))
        await model.open()
        task = asyncio.create_task(model.generate(REQUEST, lambda text, tokens: first.set()))
        await asyncio.wait_for(first.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(closed.wait(), 10)
        await model.close()


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "http://", "ftp://host", "http://host:port"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(SettingsError, match="openai_url"):
        OpenAIModel(settings(url))


@pytest.mark.parametrize("key", ["sk-\nX-Evil: 1", "schlüssel", "a\x00b"])
def test_a_key_that_is_none_is_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match="openai_api_key") as caught:
        OpenAIModel(Settings.model_validate({"openai_api_key": key}))
    assert key not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Qwen2.5-Coder-7B", 7e9),
        ("SmolLM2-135M-Instruct", 135e6),
        ("qwen2.5-coder:0.5b", 5e8),
        ("gpt-4b2", 0.0),
        ("x", 0.0),
    ],
)
def test_a_size_is_read_off_a_name(name: str, size: float) -> None:
    assert size_of(name) == size
