"""One conversation with an OpenAI-compatible server: its events, its refusals, and a key that is never repeated."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import urlsplit

from backends.http_wire import HttpWire, short
from core.errors import BackendError, BadAnswer, BudgetError, ModelMissing, SettingsError

_DONE = b"[DONE]"
# What a server says that has no such path, or not for this request.
_ABSENT = frozenset({400, 404, 405, 501})


class RefusedField(BadAnswer):
    """The server does not take a request of this form."""


class OpenAIWire(HttpWire):
    """The connection to one server; ``url`` ends in its version, as ``/v1``.

    key: sent with every request and shown nowhere, not even where the server repeats it
    """

    server = "OpenAI-compatible server"
    nobody = "OpenAI-compatible server"
    setting = "openai_url"
    start = "Start it, correct `openai_url`, or take --backend embedded."
    kin = "an OpenAI-compatible server"
    example = "http://127.0.0.1:8080/v1"

    def __init__(self, url: str, key: str, seconds: float) -> None:
        key = key.strip()
        if not (key.isascii() and key.isprintable()):
            raise SettingsError("openai_api_key: no key has such characters.", "Copy it again.")
        super().__init__(url, seconds, {"Authorization": f"Bearer {key}"} if key else None)
        if not urlsplit(self.url).path.strip("/"):
            self.url += "/v1"
        self._key = key

    @property
    def root(self) -> str:
        """Where llama.cpp and vLLM have what is no part of OpenAI's protocol."""
        return self.url.removesuffix("/v1")

    async def offered(self, path: str) -> Any:
        """GET any JSON value; None where the server has no such path."""
        with self.translated():
            async with self._patience.watch():
                response = await self.http().get(path)
            if response.status_code in _ABSENT:
                return None
            if response.is_error:
                raise self.refusal(response, "")
            return json.loads(response.content)

    async def stream(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any]]:
        """POST and give every event's JSON object as it comes; closing it closes the connection, which stops the model."""
        async with self.streamed(path, body) as lines:
            async for line in lines:
                name, _, value = line.strip().partition(b":")
                if name == b"data" and value.strip() == _DONE:
                    return
                if name in (b"data", b"error"):
                    yield self.checked(value if name == b"data" else b'{"error":' + value + b"}", body["model"])
                elif name not in (b"", b"event", b"id", b"retry"):
                    self.checked(line, body["model"])
                    raise self.nonsense(line.decode("utf-8", "replace"))

    def refused(self, status: int, text: str, model: str, wait: str = "") -> BackendError | BudgetError:
        """See HttpWire."""
        status, reason = _reason(status, self._without_key(text))
        low = reason.lower()
        about = model or "its model"
        if status in (401, 403):
            return BackendError(
                f"{self.named} refused the key (status {status}): {reason}.",
                "Set it: gpiot config set openai_api_key KEY (or GPIOT_OPENAI_API_KEY).",
            )
        if status in (429, 503):
            when = f"in {wait} s" if wait.isdigit() else f"after {short(wait)}" if wait else "later"
            return BackendError(
                f"{self.named} is busy (status {status}): {reason}.",
                f"Try again {when}, or lower `parallel` in the settings.",
            )
        if any(words in low for words in ("context length", "context size", "exceed_context", "maximum context")):
            return BudgetError(
                f"The prompt does not fit the context that {about} has on the {self.server} at {self.url}: {reason}.",
                "Shorten the problem statement, or give the server a larger context.",
            )
        if "memory" in low or "failed to allocate" in low:
            return BackendError(
                f"{self.named} has too little memory for {about}: {reason}.",
                "Take a smaller model, or give the server a smaller context.",
            )
        if model and (status == 404 or ("model" in low and "not" in low and ("found" in low or "exist" in low))):
            return ModelMissing(
                f"{self.named} has no model {model}: {reason}.", "Name one that it serves with --model NAME."
            )
        if text.lstrip().startswith("<") or status == 404:
            return self.nonsense(f"status {status}, {self._without_key(text)}")
        if status in (400, 422):
            return RefusedField(
                f"{self.named} cannot take this request (status {status}): {reason}.",
                "Take another model or server.",
            )
        return BackendError(
            f"{self.named} failed{f' with {model}' if model else ''} (status {status}): {reason}.",
            "Its log tells more; try again, or take another model.",
        )

    def nonsense(self, what: str) -> BadAnswer:
        """See HttpWire."""
        return super().nonsense(self._without_key(what))

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "***") if self._key else text


def _reason(status: int, text: str) -> tuple[int, str]:
    """The status and the words of an error in any of the forms that servers give it."""
    try:
        found = json.loads(text)
    except ValueError:
        return status, short(text)
    for key in ("error", "message", "detail"):
        if isinstance(found, dict) and found.get(key):
            if status == 200 and isinstance(code := found.get("code"), int):
                status = code
            found = found[key]
    return status, short(found if isinstance(found, str) else json.dumps(found))
