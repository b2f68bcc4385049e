"""What there is to answer with: the models of every backend, found without loading any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backends import ollama_catalogue, weights
from backends.embedded import DIGESTS
from backends.embedded import STRONG as EMBEDDED_STRONG
from backends.ollama import PROBE_SECONDS
from backends.ollama_wire import Wire
from core.errors import BackendError, BackendTimeout, ModelMissing
from core.roles import ROLES
from core.settings import Folders, Settings
from modelfiles.rendering import PREFIX
from modelfiles.server import shown
from modelfiles.variants import way_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be named with ``--model``.

    roles: those that it plays without being named
    weak: its programs are not to be relied upon; None where only asking the server for it would tell
    way: how a variant got its adapter (``adapter``, ``merged``, ``none``); empty for every other model
    """

    backend: str
    name: str
    digest: str
    roles: tuple[str, ...]
    weak: bool | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models of one backend, and why there are none or why they cannot play the roles."""

    backend: str
    offers: tuple[Offer, ...]
    problem: str = ""
    hint: str = ""


def embedded(settings: Settings, folders: Folders) -> Shelf:
    """The embedded model and the adapters that the settings name; reads headers, loads no weights."""
    try:
        base = weights.find_weights(settings.model if settings.model.endswith(".gguf") else "")
        header = weights.read_header(base)
        adapters = {role: Path(name).expanduser() for role, name in _adapters(settings).items()}
        for path in adapters.values():
            weights.check_adapter(path, weights.read_header(path), header)
    except ModelMissing as error:
        return Shelf("embedded", (), error.message, error.hint)
    memory, weak = folders.cache / DIGESTS, header.parameters < EMBEDDED_STRONG
    plain = tuple(role for role in ROLES if role not in adapters)
    offers = [Offer("embedded", str(base), weights.digest(base, memory), plain, weak)]
    for role, path in adapters.items():
        offers.append(Offer("embedded", f"{base} + {path}", weights.digest(path, memory), (role,), weak))
    return Shelf("embedded", tuple(offers))


async def ollama(settings: Settings) -> Shelf:
    """The models of the Ollama server and the roles they play; waits for 1.5 s at most."""
    import asyncio

    wire = Wire(settings.ollama_url, settings.timeout)
    held: list[ollama_catalogue.Listed] = []
    cast: dict[str, ollama_catalogue.Listed] = {}
    ways: dict[str, str] = {}
    failure: BackendError | None = None
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            held = await ollama_catalogue.held(wire)
            cast = ollama_catalogue.cast(wire.url, held, settings.model)
            ours = {player.name for player in cast.values() if player.name.startswith(PREFIX)}
            ways = {name: way_of(await shown(wire, name)) for name in ours}
    except TimeoutError:
        failure = BackendTimeout(f"The Ollama server at {wire.url} did not answer within {PROBE_SECONDS:g} s.")
    except BackendError as error:
        failure = error
    finally:
        await wire.close()
    offers = tuple(
        Offer("ollama", model.name, model.digest, _roles(model, cast), way=ways.get(model.name, "")) for model in held
    )
    return Shelf("ollama", offers, failure.message if failure else "", failure.hint if failure else "")


def _roles(model: ollama_catalogue.Listed, cast: Mapping[str, ollama_catalogue.Listed]) -> tuple[str, ...]:
    return tuple(role for role, player in cast.items() if player == model)


def _adapters(settings: Settings) -> dict[str, str]:
    named = {"tdslm": settings.tdslm_adapter, "cgslm": settings.cgslm_adapter}
    return {role: path for role, path in named.items() if path}
