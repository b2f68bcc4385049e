"""One conversation with an Ollama server: Ollama's own client, its answers line by line, and its refusals."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import ollama

from backends.http_wire import HttpWire, short
from core.errors import BackendError, BudgetError, ModelMissing


class Wire(HttpWire):
    """The connection to one server. Every method raises BackendError and its kinds, and nothing of httpx or ollama."""

    server = "Ollama server"
    nobody = "Ollama"
    setting = "ollama_url"
    start = "Start it with `ollama serve`, correct `ollama_url`, or take --backend embedded."
    kin = "Ollama"
    example = "http://127.0.0.1:11434"

    async def stream(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any]]:
        """POST and give every line's JSON object as it comes; closing it closes the connection, which stops the model."""
        async with self.streamed(path, body) as lines:
            async for line in lines:
                yield self.checked(line, body["model"])

    @asynccontextmanager
    async def client(self) -> AsyncIterator[ollama.AsyncClient]:
        """Ollama's own client, for all that it can do."""
        with self.translated():
            client = ollama.AsyncClient(self.url, timeout=self.timeout(self.seconds), trust_env=self.trusts())
            try:
                async with client:
                    yield client
            except ollama.ResponseError as error:
                raise self.refused(error.status_code, error.error, "") from error

    def refused(self, status: int, text: str, model: str, wait: str = "") -> BackendError | BudgetError:  # noqa: ARG002
        """See HttpWire; Ollama never says how long to wait."""
        reason = _reason(text)
        low = reason.lower()
        if status == 404 and model:
            return ModelMissing(f"{self.named} has no model {model}.", f"Get it with `ollama pull {model}`.")
        if "context length" in low or "context size" in low or "prompt is too long" in low:
            return BudgetError(
                f"The prompt does not fit the context that {model} has on the {self.server} at {self.url}: {reason}.",
                "Shorten the problem statement, or raise `ollama_num_ctx` in the settings.",
            )
        if "memory" in low:
            return BackendError(
                f"{self.named} has too little memory for {model or 'its model'}: {reason}.",
                "Take a smaller model, or lower `ollama_num_ctx` in the settings.",
            )
        if status in (429, 503):
            return BackendError(
                f"{self.named} is busy: {reason}.", "Try again later, or lower `parallel` in the settings."
            )
        if text.lstrip().startswith("<") or status == 404:
            return self.nonsense(f"status {status}, {text}")
        return BackendError(
            f"{self.named} failed{f' with {model}' if model else ''} (status {status}): {reason}.",
            "Its log tells more; try again, or take another model.",
        )


def _reason(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return short(text)
    return short(str(found["error"]) if isinstance(found, dict) and "error" in found else text)
