"""One conversation with an Ollama server: its address, its answers line by line, and every foreign error translated once."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import ollama

from core.errors import (
    BackendError,
    BackendTimeout,
    BackendUnreachable,
    BadAnswer,
    BudgetError,
    ModelMissing,
    SettingsError,
)

CONNECT_SECONDS = 3.0
_START = "Start it with `ollama serve`, correct `ollama_url`, or take --backend embedded."


class Patience:
    """How long the whole server may be silent.

    Not one request alone: those that wait in the server's queue hear nothing while another one is being answered.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._watches: set[asyncio.Timeout] = set()

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[None]:
        """Raise TimeoutError in the block when the server has been silent for too long."""
        async with asyncio.timeout(self.seconds) as watch:
            self._watches.add(watch)
            try:
                yield
            finally:
                self._watches.discard(watch)

    def heard(self) -> None:
        """The server has said something: everybody waits anew."""
        until = asyncio.get_running_loop().time() + self.seconds
        for watch in self._watches:
            if not watch.expired():
                watch.reschedule(until)


class Wire:
    """The connection to one server. Every method raises BackendError and its kinds, and nothing of httpx or ollama."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url = _address(url)
        self.seconds = seconds
        self._patience = Patience(seconds)
        self._http: httpx.AsyncClient | None = None

    async def get(self, path: str) -> dict[str, Any]:
        """GET one JSON object."""
        with self.translated():
            async with self._patience.watch():
                return self._object(await self._client().get(path))

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST and get one JSON object; ``body["model"]`` names the model for the errors."""
        with self.translated(body["model"]):
            async with self._patience.watch():
                return self._object(await self._client().post(path, json=body), body["model"])

    async def stream(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any]]:
        """POST and give every line's JSON object as it comes; closing it closes the connection, which stops the model."""
        model = body["model"]
        with self.translated(model):
            async with self._patience.watch(), self._client().stream("POST", path, json=body) as response:
                if response.is_error:
                    raise self.refused(response.status_code, (await response.aread()).decode("utf-8", "replace"), model)
                async for line in _lines(response):
                    self._patience.heard()
                    yield self._checked(line, model)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[ollama.AsyncClient]:
        """Ollama's own client, for all that it can do."""
        with self.translated():
            timeout = self._timeout(self.seconds)
            async with ollama.AsyncClient(self.url, timeout=timeout, trust_env=self._trusts()) as client:
                yield client

    async def close(self) -> None:
        """Close the connections; a second call does nothing."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    @contextmanager
    def translated(self, model: str = "") -> Iterator[None]:
        """Every error of httpx, ollama and JSON inside the block as one of ours, naming the address or the model."""
        try:
            yield
        except httpx.ConnectTimeout as error:
            raise BackendTimeout(
                f"The Ollama server at {self.url} did not take the connection within {CONNECT_SECONDS:g} s.", _START
            ) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise BackendTimeout(
                f"The Ollama server at {self.url} has not said a word for {self.seconds:g} s.",
                "Raise `timeout` in the settings, or take a smaller model.",
            ) from error
        except (ConnectionError, httpx.ConnectError) as error:
            raise BackendUnreachable(f"No Ollama answers at {self.url}.", _START) from error
        except ollama.ResponseError as error:
            raise self.refused(error.status_code, error.error, model) from error
        except (httpx.DecodingError, httpx.TooManyRedirects, httpx.InvalidURL, ValueError) as error:
            raise self.nonsense(str(error)) from error
        except httpx.TransportError as error:
            raise BackendUnreachable(
                f"The connection to the Ollama server at {self.url} broke in the middle of an answer.",
                "Look whether the server still runs (its log tells why), then try again.",
            ) from error

    def refused(self, status: int, text: str, model: str) -> BackendError | BudgetError:
        """The error for an answer that says no: an HTTP status, or 200 with an error in the stream."""
        reason = _reason(text)
        low = reason.lower()
        if status == 404 and model:
            return ModelMissing(
                f"The Ollama server at {self.url} has no model {model}.", f"Get it with `ollama pull {model}`."
            )
        if "context length" in low or "context size" in low or "prompt is too long" in low:
            return BudgetError(
                f"The prompt does not fit the context that {model} has on the Ollama server at {self.url}: {reason}.",
                "Shorten the problem statement, or raise `ollama_num_ctx` in the settings.",
            )
        if "memory" in low:
            return BackendError(
                f"The Ollama server at {self.url} has too little memory for {model or 'its model'}: {reason}.",
                "Take a smaller model, or lower `ollama_num_ctx` in the settings.",
            )
        if status in (429, 503):
            return BackendError(
                f"The Ollama server at {self.url} is busy: {reason}.",
                "Try again later, or lower `parallel` in the settings.",
            )
        if text.lstrip().startswith("<") or status == 404:
            return self.nonsense(f"status {status}, {text}")
        return BackendError(
            f"The Ollama server at {self.url} failed{f' with {model}' if model else ''} (status {status}): {reason}.",
            "Its log tells more; try again, or take another model.",
        )

    def nonsense(self, what: str) -> BadAnswer:
        """The error for something that is no answer of an Ollama server."""
        return BadAnswer(
            f"The Ollama server at {self.url} answered something that is no answer of Ollama: {_short(what)}.",
            "Look whether `ollama_url` is the address of an Ollama server.",
        )

    def _object(self, response: httpx.Response, model: str = "") -> dict[str, Any]:
        self._patience.heard()
        if response.is_error:
            raise self.refused(response.status_code, response.text, model)
        return self._checked(response.content, model)

    def _checked(self, line: bytes, model: str) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except ValueError as error:
            raise self.nonsense(line.decode("utf-8", "replace")) from error
        if not isinstance(found, dict):
            raise self.nonsense(line.decode("utf-8", "replace"))
        if "error" in found:
            raise self.refused(200, str(found["error"]), model)
        return found

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(base_url=self.url, timeout=self._timeout(None), trust_env=self._trusts())
        return self._http

    def _timeout(self, read: float | None) -> httpx.Timeout:
        return httpx.Timeout(read, connect=CONNECT_SECONDS)

    def _trusts(self) -> bool:
        # A proxy of the environment is for other machines; httpx would send even 127.0.0.1 through it.
        host = urlsplit(self.url).hostname or ""
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host != "localhost"


async def _lines(response: httpx.Response) -> AsyncIterator[bytes]:
    # httpx's own line iterator also cuts at U+0085, which JSON may hold unescaped.
    rest = b""
    async for chunk in response.aiter_bytes():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if line.strip():
                yield line
    if rest.strip():
        yield rest


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid:
        raise SettingsError(f"ollama_url: {url!r} is no address of a server.", "Give one like http://127.0.0.1:11434.")
    return url.rstrip("/")


def _reason(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return _short(text)
    return _short(str(found["error"]) if isinstance(found, dict) and "error" in found else text)


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= 160 else f"{line[:160]}..."
