"""An Ollama with one embedding model, on a loopback port, whose answers a test may spoil."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIGEST = "a" * 64
SIZE = 3
Asked = Mapping[str, Any]


@dataclass
class Plan:
    """How the server answers, and what it was asked.

    embed: the whole answer to ``/api/embed`` as status and body
    catalogue: the whole answer to ``/api/tags``
    """

    embed: Callable[[Asked], tuple[int, bytes]]
    catalogue: tuple[int, bytes]
    asked: list[dict[str, Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


def catalogue(*names: str) -> tuple[int, bytes]:
    """The list of these models."""
    models = [{"model": name, "digest": DIGEST, "modified_at": "2026-01-01T00:00:00Z"} for name in names]
    return 200, json.dumps({"models": models}).encode()


def vectors(*found: list[float]) -> tuple[int, bytes]:
    """An answer with these vectors."""
    return 200, json.dumps({"model": "sound", "embeddings": found}).encode()


def sound(asked: Asked) -> tuple[int, bytes]:
    """A vector that tells which text it is of: its length, and 4 x the length."""
    return vectors(*([3.0 * len(text), 4.0 * len(text), 0.0] for text in asked["input"]))


@contextmanager
def serving(
    embed: Callable[[Asked], tuple[int, bytes]] = sound, tags: tuple[int, bytes] | None = None
) -> Iterator[tuple[str, Plan]]:
    """The server's address, and the plan by which it answers."""
    plan = Plan(embed, tags or catalogue("sound:latest", "other:small"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*plan.catalogue)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            plan.asked.append(asked)
            self._answer(*plan.embed(asked))

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        # A client that gave up leaves an answer that nobody takes.
        def handle_error(self, *_: object) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", plan
    finally:
        plan.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
