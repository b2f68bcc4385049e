"""What an Ollama server is asked for when variants are made: look, pull, upload, create, remove.

The connection is handed in: it translates every foreign error before it comes here.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
import ollama

from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, ModelMissing
from modelfiles import machine, registry
from modelfiles.base import Base, from_shown

OnProgress = Callable[[str, int, int], None]
"""Gets what is being done and how many bytes of how many are; the total is 0 where it is not known."""


class Server(Protocol):
    """The connection to one Ollama server; every method raises BackendError and its kinds."""

    url: str

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST and get one JSON object."""
        ...

    def stream(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any]]:
        """POST and get JSON objects as they come."""
        ...

    def http(self) -> httpx.AsyncClient:
        """The connections themselves, for what ``ollama`` has no method for; errors inside ``client`` are translated."""
        ...

    def client(self) -> AbstractAsyncContextManager[ollama.AsyncClient]:
        """Ollama's own client."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A model as the server shows it.

    files, adapters: the files of its weights and adapters, as the server names them
    parameters: the PARAMETER lines; those that may repeat as lists
    more: what else a Modelfile made from its files has to repeat (template, license, renderer, parser)
    info, tensors: the keys of its GGUF file, and its tensors with their shapes
    """

    name: str
    files: tuple[str, ...]
    adapters: tuple[str, ...]
    system: str
    parameters: Mapping[str, Any]
    more: Mapping[str, Any]
    info: Mapping[str, Any]
    tensors: Sequence[Any]
    modelfile: str

    def base(self) -> Base:
        """What an adapter has to know of it; raises ModelMissing where the server does not tell."""
        return from_shown(self.name, self.info, self.tensors)


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that the server holds: the digest of its manifest, and its size in bytes."""

    digest: str
    size: int


async def listed(server: Server) -> dict[str, Entry]:
    """Every model that the server holds, by its name."""
    async with server.client() as client:
        return {found.model or "": Entry(found.digest or "", found.size or 0) for found in (await client.list()).models}


async def shown(server: Server, name: str) -> Shown:
    """What the server says of a model; raises ModelMissing where it has none of this name."""
    told = await server.post("/api/show", {"model": name})
    modelfile = str(told.get("modelfile") or "")
    # Texts follow, and in a text a line may begin with anything.
    head = re.split(r"^(?:TEMPLATE|SYSTEM|LICENSE) ", modelfile, maxsplit=1, flags=re.MULTILINE)[0]
    more = {key: told.get(key) for key in ("template", "license")}
    more |= {key: next(iter(_lines(modelfile, key.upper())), "") for key in ("renderer", "parser")}
    return Shown(
        name,
        _lines(head, "FROM"),
        _lines(head, "ADAPTER"),
        str(told.get("system") or ""),
        _parameters(str(told.get("parameters") or "")),
        {key: value for key, value in more.items() if value},
        told.get("model_info") or {},
        told.get("tensors") or (),
        modelfile,
    )


async def pull(server: Server, name: str, here: machine.Machine, say: OnProgress) -> None:
    """Get a model from its registry; stops as soon as the server names more bytes than ``here`` can hold.

    Raises ModelMissing where the registry does not know it, UsageError where it does not fit.
    """
    body = {"model": name, "stream": True, "insecure": registry.place(name).own}
    sizes: dict[str, int] = {}
    done: dict[str, int] = {}
    try:
        async with aclosing(server.stream("/api/pull", body)) as lines:
            async for told in lines:
                layer = str(told.get("digest") or "")
                sizes[layer], done[layer] = int(told.get("total") or 0), int(told.get("completed") or 0)
                machine.refuse_larger(name, sum(sizes.values()), here)
                say(str(told.get("status") or ""), sum(done.values()), sum(sizes.values()))
    except (BackendUnreachable, BackendTimeout):
        raise
    except BackendError as error:
        raise _not_pulled(server, name, error) from error


async def upload(server: Server, path: Path) -> str:
    """Send a file to the server where it lacks it; gives its digest (``sha256:...``)."""
    digest = f"sha256:{await asyncio.to_thread(_sha256, path)}"
    async with server.client() as client:
        # A server that has the file hangs up in the middle of another copy.
        if not (await server.http().head(f"/api/blobs/{digest}")).is_success:
            await client.create_blob(path)
    return digest


async def create(server: Server, name: str, body: Mapping[str, Any], say: OnProgress) -> None:
    """Make a model; raises BackendError where the server does not want to."""
    last = ""
    say(f"making {name}", 0, 0)
    async with aclosing(server.stream("/api/create", {"model": name, "stream": True, **body})) as lines:
        async for told in lines:
            last = str(told.get("status") or "")
    if last != "success":
        raise BadAnswer(f"The Ollama server at {server.url} did not say that {name} is made.", "Run it again.")


async def renew(server: Server, name: str) -> None:
    """Make a model the newest one; its digest stays (made anew from itself it would get another)."""
    aside = f"gpiot-aside:{name.rpartition(':')[2]}"
    async with server.client() as client:
        await client.copy(name, aside)
        await client.copy(aside, name)
        await client.delete(aside)


async def remove(server: Server, name: str) -> None:
    """Remove a model of this program; raises ValueError for any other."""
    if not name.startswith("gpiot-"):
        raise ValueError(f"{name} is none of ours")
    async with server.client() as client:
        await client.delete(name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_pulled(server: Server, name: str, error: BackendError) -> BackendError:
    low = error.message.lower()
    if isinstance(error, ModelMissing) or "does not exist" in low or "not found" in low:
        return registry.unknown(name)
    if any(sign in low for sign in ("no such host", "dial tcp", "network", "timeout")):
        host = registry.place(name).host
        return BackendUnreachable(
            f"The Ollama server at {server.url} cannot reach {host} to get {name}.",
            "Connect it, or give a base that it holds or a GGUF file: --base FILE.gguf.",
        )
    return error


def _lines(modelfile: str, word: str) -> tuple[str, ...]:
    return tuple(re.findall(rf"^{word} +(.+?)\s*$", modelfile, re.MULTILINE))


def _parameters(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in re.findall(r"^(\S+)\s+(.+?)\s*$", text, re.MULTILINE):
        if key == "stop":
            found.setdefault(key, []).append(str(_value(value)))
        else:
            found[key] = _value(value)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.strip('"')
