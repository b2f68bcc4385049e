"""A real Ollama seen through a door that treats adapters as newer servers do: refused, or taken and left out."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

REFUSAL = "adapters are not supported by this version"


@contextmanager
def without_adapters(url: str, refuse: bool) -> Iterator[str]:
    """Forward everything to the server at ``url``; gives the address of the door."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self._body()
            if self.path == "/api/create" and (asked := json.loads(body)).pop("adapters", None):
                if refuse:
                    self._answer(400, json.dumps({"error": REFUSAL}).encode())
                    return
                body = json.dumps(asked).encode()
            told = httpx.request(self.command, url + self.path, content=body, timeout=60, trust_env=False)
            self._answer(told.status_code, told.content)

        do_GET = do_DELETE = do_HEAD = do_POST  # noqa: N815

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            pieces = []
            while size := int(self.rfile.readline(), 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=door.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.server_port}"
    finally:
        door.shutdown()
        door.server_close()
        thread.join()
