"""An Ollama server that misbehaves as a test tells it to, on a loopback port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from core.roles import ROLES

Writer = asyncio.StreamWriter
Chat = Callable[[Writer], Awaitable[None]]
NAMES = [f"gpiot-{role}:latest" for role in ROLES]


def told(content: str = "", **more: object) -> bytes:
    return json.dumps({"message": {"role": "assistant", "content": content}, "done": False, **more}).encode() + b"\n"


LAST = told(done=True, done_reason="stop", prompt_eval_count=7, eval_count=2)


def answering(*lines: bytes, status: str = "200 OK", length: int | None = None) -> Chat:
    """Send these bytes; with ``length`` the header promises so many, whatever comes."""

    async def chat(writer: Writer) -> None:
        promised = f"Content-Length: {length}\r\n" if length is not None else ""
        writer.write(f"HTTP/1.1 {status}\r\n{promised}Connection: close\r\n\r\n".encode() + b"".join(lines))
        await writer.drain()

    return chat


def silent_after(*lines: bytes) -> Chat:
    async def chat(writer: Writer) -> None:
        if lines:
            await answering(*lines)(writer)
        await asyncio.sleep(30)

    return chat


@asynccontextmanager
async def listening(respond: Callable[[str, Writer], Awaitable[None]]) -> AsyncIterator[str]:
    """A server on a loopback port that gives each request's path to ``respond``; nothing of it is left afterwards."""
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await respond(head.decode().split()[1], writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            running.discard(task)

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
        left = list(running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left)
        await listener.wait_closed()


@asynccontextmanager
async def server(chat: Chat, names: list[str] | None = None) -> AsyncIterator[str]:
    """An Ollama whose catalogue is in order and whose answers are not."""
    models = [
        {"model": name, "digest": "d" * 64, "modified_at": "2026-01-01T00:00:00Z"}
        for name in (NAMES if names is None else names)
    ]
    shown = {
        "details": {"parameter_size": "7.6B"},
        "model_info": {},
        "modelfile": "FROM /x",
        "parameters": 'stop "<e>"',
    }
    known = {"/api/version": {"version": "1"}, "/api/tags": {"models": models}, "/api/show": shown}

    async def respond(path: str, writer: Writer) -> None:
        await (answering(json.dumps(known[path]).encode()) if path in known else chat)(writer)

    async with listening(respond) as url:
        yield url
