"""A conversation with a model server over HTTP: its address, its silence, and every error of httpx translated once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx

from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, BudgetError, SettingsError
from core.leaving import elsewhere

CONNECT_SECONDS = 3.0


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


class HttpWire:
    """The connection to one server. Every method raises BackendError and its kinds, and nothing of httpx.

    server: what it is called in errors; nobody: who does not answer; setting: holds its address; start: the next step
    where it is not there; kin: whose answers are expected
    """

    server: ClassVar[str]
    nobody: ClassVar[str]
    setting: ClassVar[str]
    start: ClassVar[str]
    kin: ClassVar[str]
    example: ClassVar[str]

    def __init__(self, url: str, seconds: float, headers: Mapping[str, str] | None = None) -> None:
        self.url = address(url, self.setting, self.example)
        self.seconds = seconds
        self._headers = headers or {}
        self._patience = Patience(seconds)
        self._http: httpx.AsyncClient | None = None

    @property
    def named(self) -> str:
        """The server and its address, as a sentence about it begins."""
        return f"The {self.server} at {self.url}"

    async def get(self, path: str) -> dict[str, Any]:
        """GET one JSON object."""
        with self.translated():
            async with self._patience.watch():
                return self.object(await self.http().get(path))

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST and get one JSON object; ``body["model"]`` names the model for the errors."""
        with self.translated():
            async with self._patience.watch():
                return self.object(await self.http().post(path, json=body), body["model"])

    @asynccontextmanager
    async def streamed(self, path: str, body: Mapping[str, Any]) -> AsyncIterator[AsyncIterator[bytes]]:
        """POST, and the lines of the answer as they come; leaving the block closes the connection."""
        with self.translated():
            async with self._patience.watch(), self.http().stream("POST", path, json=body) as response:
                if response.is_error:
                    await response.aread()
                    raise self.refusal(response, body["model"])
                yield self._heard(response)

    async def close(self) -> None:
        """Close the connections; a second call does nothing."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def http(self) -> httpx.AsyncClient:
        """The connections, opened by their first use."""
        if self._http is None:
            self._http = httpx.AsyncClient(
                base_url=self.url, headers=self._headers, timeout=self.timeout(None), trust_env=self.trusts()
            )
        return self._http

    def timeout(self, read: float | None) -> httpx.Timeout:
        """The patience of one request."""
        return httpx.Timeout(read, connect=CONNECT_SECONDS)

    def trusts(self) -> bool:
        """Whether a proxy of the environment is used; httpx would send even 127.0.0.1 through it."""
        return elsewhere(self.url)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Every error of httpx and JSON inside the block as one of ours, naming the address."""
        try:
            yield
        except httpx.ConnectTimeout as error:
            raise BackendTimeout(
                f"{self.named} did not take the connection within {CONNECT_SECONDS:g} s.", self.start
            ) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise BackendTimeout(
                f"{self.named} has not said a word for {self.seconds:g} s.",
                "Raise `timeout` in the settings, or take a smaller model.",
            ) from error
        except (ConnectionError, httpx.ConnectError) as error:
            raise BackendUnreachable(f"No {self.nobody} answers at {self.url}.", self.start) from error
        except (httpx.DecodingError, httpx.TooManyRedirects, httpx.InvalidURL, ValueError) as error:
            raise self.nonsense(str(error)) from error
        except httpx.TransportError as error:
            raise BackendUnreachable(
                f"The connection to the {self.server} at {self.url} broke in the middle of an answer.",
                "Look whether the server still runs (its log tells why), then try again.",
            ) from error

    def refused(self, status: int, text: str, model: str, wait: str = "") -> BackendError | BudgetError:
        """The error for an answer that says no: an HTTP status, or 200 with an error in it; ``wait``: Retry-After."""
        raise NotImplementedError

    def nonsense(self, what: str) -> BadAnswer:
        """The error for something that is no answer of such a server."""
        return BadAnswer(
            f"{self.named} answered something that is no answer of {self.kin}: {short(what)}.",
            f"Look whether `{self.setting}` is the address of such a server.",
        )

    def object(self, response: httpx.Response, model: str = "") -> dict[str, Any]:
        """The JSON object of a whole answer."""
        self._patience.heard()
        if response.is_error:
            raise self.refusal(response, model)
        return self.checked(response.content, model)

    def checked(self, line: bytes, model: str) -> dict[str, Any]:
        """One JSON object that is no error."""
        try:
            found = json.loads(line)
        except ValueError as error:
            raise self.nonsense(line.decode("utf-8", "replace")) from error
        if not isinstance(found, dict):
            raise self.nonsense(line.decode("utf-8", "replace"))
        if found.get("error"):
            raise self.refused(200, json.dumps(found), model)
        return found

    def refusal(self, response: httpx.Response, model: str) -> BackendError | BudgetError:
        """The error for an answer whose status says no."""
        return self.refused(response.status_code, response.text, model, response.headers.get("retry-after", ""))

    async def _heard(self, response: httpx.Response) -> AsyncIterator[bytes]:
        async for line in _lines(response):
            self._patience.heard()
            yield line


def short(text: str) -> str:
    """A foreign text on one line, 160 characters of it."""
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= 160 else f"{line[:160]}..."


def address(url: str, setting: str, example: str) -> str:
    """The URL without a slash at its end; raises SettingsError where it is none of a server."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid:
        raise SettingsError(f"{setting}: {url!r} is no address of a server.", f"Give one like {example}.")
    return url.rstrip("/")


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
