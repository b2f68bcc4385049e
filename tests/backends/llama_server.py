"""llama.cpp's own HTTP server with the 135M model on a locked loopback port: a real OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from backends.embedded import load, parameters
from core.settings import Settings


@contextmanager
def llama_server(
    weights: Path, adapters: Sequence[Path] = (), *, slots: int = 2, context: int = 3072
) -> Iterator[tuple[str, str]]:
    """Its base URL and its key; requests of adapters it knows carry their numbers."""
    params = parameters(Settings(parallel=slots), weights, list(adapters), context)
    server = load(params)
    yield f"{server.listening_address}/v1", params.api_keys[0]
    # The engine's threads end when the last reference goes.
    del server
