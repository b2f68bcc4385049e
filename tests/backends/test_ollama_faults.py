"""A server that misbehaves in every way seen so far: one fault, one clear error that names the address or the model."""

from __future__ import annotations

import asyncio
import json

import pytest

from backends.http_wire import Patience
from backends.ollama import OllamaModel
from backends.simple_schema import simple
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
from core.roles import CGSLM
from core.settings import Settings
from tests.backends.misbehaving import LAST, NAMES, Chat, Writer, answering, listening, server, silent_after, told
from tests.backends.ollama_server import free_port

REQUEST = Request(CGSLM, (Message("user", "hello"),), seed=1, answer=8, temperature=0.0)


async def ask(url: str, seconds: float = 20, request: Request = REQUEST) -> tuple[Answer, list[str]]:
    model = OllamaModel(Settings(ollama_url=url, timeout=seconds))
    pieces: list[str] = []
    try:
        await model.open()
        return await model.generate(request, lambda text, tokens: pieces.append(text)), pieces
    finally:
        await model.close()


async def fault(chat: Chat, kind: type[GpiotError], seconds: float = 20) -> GpiotError:
    """The error that this behaviour ends in: of this very class, naming address or model, with a next step."""
    async with server(chat) as url:
        with pytest.raises(kind) as caught:
            await ask(url, seconds)
    assert type(caught.value) is kind
    assert url in caught.value.message or "gpiot-cgslm" in caught.value.message
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


async def test_a_sound_answer_passes_and_its_pieces_add_up() -> None:
    async with server(answering(told("x\u0085"), told("y\u2028z"), LAST)) as url:
        answer, pieces = await ask(url)
    assert answer.text == "".join(pieces) == "x\u0085y\u2028z"
    assert (answer.finish, answer.prompt_tokens, answer.answer_tokens) == ("stop", 7, 2)


async def test_a_character_cut_in_two_by_the_network_is_put_together() -> None:
    line = json.dumps({"message": {"content": "心"}, "done": False}, ensure_ascii=False).encode() + b"\n"

    async def chat(writer: Writer) -> None:
        cut = line.index("心".encode()) + 1
        await answering(line[:cut])(writer)
        await asyncio.sleep(0.05)
        writer.write(line[cut:] + LAST)
        await writer.drain()

    async with server(chat) as url:
        answer, _ = await ask(url)
    assert answer.text == "心"


async def test_nobody_listens() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(BackendUnreachable, match=url) as caught:
        await ask(url)
    assert "ollama serve" in caught.value.hint
    assert await OllamaModel(Settings(ollama_url=url)).probe() == f"no Ollama answers at {url}"


async def test_the_connection_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    async def never(*_: object, **__: object) -> httpx.Response:
        raise httpx.ConnectTimeout("timed out")

    monkeypatch.setattr(httpx.AsyncClient, "request", never)
    with pytest.raises(BackendTimeout, match=r"http://127\.0\.0\.1:9 .*within 3 s") as caught:
        await ask("http://127.0.0.1:9")
    assert caught.value.hint


async def test_no_first_byte() -> None:
    error = await fault(silent_after(), BackendTimeout, seconds=0.3)
    assert "0.3 s" in error.message


async def test_a_stall_in_the_middle() -> None:
    error = await fault(silent_after(told("half")), BackendTimeout, seconds=0.3)
    assert "timeout" in error.hint


async def test_dying_in_the_middle() -> None:
    await fault(answering(told("half"), length=5000), BackendUnreachable)


async def test_closed_without_a_word() -> None:
    async def chat(writer: Writer) -> None:
        writer.close()

    await fault(chat, BackendUnreachable)


async def test_busy() -> None:
    body = b'{"error":"server busy, please try again.  maximum pending requests exceeded"}'
    error = await fault(answering(body, status="503 Service Unavailable"), BackendError)
    assert "busy" in error.message


async def test_the_model_has_gone() -> None:
    body = b'{"error":"model \'gpiot-cgslm\' not found"}'
    error = await fault(answering(body, status="404 Not Found"), ModelMissing)
    assert "ollama pull gpiot-cgslm" in error.hint


async def test_over_the_context() -> None:
    body = b'{"error":"the input length exceeds the context length"}'
    error = await fault(answering(body, status="400 Bad Request"), BudgetError)
    assert "ollama_num_ctx" in error.hint


async def test_out_of_memory() -> None:
    body = b'{"error":"model requires more system memory (42.1 GiB) than is available (3.0 GiB)"}'
    error = await fault(answering(body, status="500 Internal Server Error"), BackendError)
    assert "42.1 GiB" in error.message
    assert "smaller model" in error.hint


async def test_another_refusal_is_passed_on_in_its_words() -> None:
    error = await fault(answering(b'{"error":"llama runner has crashed"}', status="500 Oh"), BackendError)
    assert "llama runner has crashed" in error.message


async def test_a_broken_line() -> None:
    await fault(answering(told("good"), b'{"message": {"cont\n', LAST), BadAnswer)


async def test_a_line_that_is_no_object() -> None:
    await fault(answering(b"[1, 2]\n", LAST), BadAnswer)


async def test_an_error_in_the_stream() -> None:
    error = await fault(answering(told("half"), b'{"error":"unexpected EOF in the runner"}\n'), BackendError)
    assert "unexpected EOF in the runner" in error.message


@pytest.mark.parametrize("status", ["200 OK", "502 Bad Gateway", "404 Not Found"])
async def test_a_web_page(status: str) -> None:
    page = b"<html><body>Welcome to\nnginx</body></html>"
    kind = ModelMissing if status.startswith("404") else BadAnswer
    await fault(answering(page, status=status), kind)


async def test_the_end_without_done() -> None:
    error = await fault(answering(told("half")), BadAnswer)
    assert "complete" in error.message


async def test_an_end_without_counters() -> None:
    await fault(answering(told("endless", done=True, done_reason="stop")), BadAnswer)


async def test_an_end_for_no_reason() -> None:
    await fault(answering(told("half", done=True, prompt_eval_count=3)), BadAnswer)


async def test_the_catalogue_is_a_web_page() -> None:
    async def respond(path: str, writer: Writer) -> None:
        await answering(b"<html>router</html>")(writer)

    async with listening(respond) as url:
        with pytest.raises(BadAnswer, match=url):
            await ask(url)
        assert "no answer of Ollama" in await OllamaModel(Settings(ollama_url=url)).probe()


async def test_probe_names_what_is_missing() -> None:
    async with server(answering(LAST), names=["qwen:7b"]) as url:
        reason = await OllamaModel(Settings(ollama_url=url)).probe()
        assert reason == f"the Ollama server at {url} holds none of gpiot-tdslm, gpiot-rtslm, gpiot-cgslm"
        assert await OllamaModel(Settings(ollama_url=url, model="qwen:7b")).probe() == ""
        with pytest.raises(ModelMissing) as caught:
            await OllamaModel(Settings(ollama_url=url, model="other")).open()
    assert "ollama pull other" in caught.value.hint
    async with server(answering(LAST), names=NAMES[:2]) as url:
        assert (await OllamaModel(Settings(ollama_url=url)).probe()).endswith("does not hold gpiot-cgslm")


async def test_probe_does_not_wait_for_a_sleeping_server() -> None:
    async def respond(path: str, writer: Writer) -> None:
        await asyncio.sleep(30)

    async with listening(respond) as url:
        assert "did not answer within 1.5 s" in await OllamaModel(Settings(ollama_url=url)).probe()


async def test_cancelling_closes_the_connection() -> None:
    closed = asyncio.Event()

    async def chat(writer: Writer) -> None:
        await answering(told("on and on"))(writer)
        while not writer.is_closing():
            writer.write(told("and on"))
            try:
                await writer.drain()
            except ConnectionError:
                break
            await asyncio.sleep(0.01)
        closed.set()

    async with server(chat) as url:
        first = asyncio.Event()
        model = OllamaModel(Settings(ollama_url=url))
        await model.open()
        task = asyncio.create_task(model.generate(REQUEST, lambda text, tokens: first.set()))
        await asyncio.wait_for(first.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(closed.wait(), 10)
        await model.close()


async def test_a_queued_request_waits_as_long_as_the_server_says_something() -> None:
    # Wide enough for a machine that stands still for a moment.
    patience = Patience(1.5)

    async def queued() -> str:
        async with patience.watch():
            await asyncio.sleep(2.4)
        return "answered"

    async def talking() -> None:
        for _ in range(26):
            patience.heard()
            await asyncio.sleep(0.1)

    answer, _ = await asyncio.gather(queued(), talking())
    assert answer == "answered"


async def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with server(answering(told("here"), LAST)) as url:
        answer, _ = await ask(url)
    assert answer.text == "here"


@pytest.mark.parametrize("url", ["127.0.0.1:11434", "http://", "ftp://host", "http://host:port", "http://[::1"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(SettingsError, match="ollama_url"):
        OllamaModel(Settings(ollama_url=url))


def test_only_plain_keywords_of_a_schema_pass() -> None:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "pattern": {"type": "string", "pattern": "(?=x)", "maxLength": 3},
            "list": {"type": "array", "items": {"enum": ["a"], "$ref": "#"}, "uniqueItems": True, "maxItems": 2},
        },
        "required": ["pattern"],
    }
    assert simple(schema) == {
        "type": "object",
        "properties": {
            "pattern": {"type": "string", "maxLength": 3},
            "list": {"type": "array", "items": {"enum": ["a"]}, "maxItems": 2},
        },
        "required": ["pattern"],
    }
