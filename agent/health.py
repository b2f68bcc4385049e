"""What ``gpiot doctor`` looks at beyond the installation: the models, their servers, memory, the index, and what leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent import inventory
from agent.inventory import Offer
from backends.openai_catalogue import Server, look
from backends.openai_wire import OpenAIWire
from core.errors import BackendError, BackendTimeout, GpiotError, IndexInUse, KnowledgeError, ModelMissing, SandboxError
from core.leaving import destinations
from core.roles import ROLES
from core.settings import Folders, Settings
from modelfiles import machine

_LOOK_SECONDS = 3.0
_EMBEDDED = ("auto", "embedded")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; a ``note`` is no fault, a ``problem`` stops a turn."""

    name: str
    state: Literal["ok", "note", "problem"]
    detail: str
    fix: str = ""


def checks(settings: Settings, folders: Folders) -> Iterator[Check]:
    """All of it, one after the other."""
    yield from _leaving(settings)
    yield _weights(settings, folders)
    yield _memory(settings)
    yield from asyncio.run(_ollama(settings))
    yield from asyncio.run(_openai(settings))
    yield asyncio.run(_index(settings, folders))
    yield _embedder(settings)
    yield _library(settings)
    yield _sandbox()
    yield _runtime(settings, folders)


def _library(settings: Settings) -> Check:
    from knowledge.plan_files import plans
    from knowledge.reading import methods

    try:
        held = f"{len(methods())} tested methods, {len(plans())} plans"
    except KnowledgeError as error:
        return Check("library", "problem", error.message, "Install gpiot again.")
    use = f"taken over: {settings.take_over}; as examples: {'yes' if settings.examples else 'no'}"
    return Check("library", "ok", f"{held}; {use}")


def _sandbox() -> Check:
    from sandbox.isolation import find_isolation

    try:
        return Check("sandbox", "ok", f"programs run in {find_isolation().name}")
    except SandboxError as error:
        return Check("sandbox", "note", error.message, error.hint)


def _runtime(settings: Settings, folders: Folders) -> Check:
    from sandbox.runtime import Runtime

    runtime = Runtime.of(folders, settings.runtime_python)
    try:
        runtime.check()
        return Check("runtime", "ok", f"{len(runtime.installed())} packages for programs, in {runtime.python}")
    except SandboxError as error:
        return Check("runtime", "note", error.message, error.hint)


def _leaving(settings: Settings) -> Iterator[Check]:
    try:
        found = destinations(settings)
    except GpiotError as error:
        yield Check("leaves this machine", "problem", error.message, error.hint)
        return
    if not found:
        yield Check("leaves this machine", "ok", "nothing")
    for one in found:
        detail = f"{one.address} ({one.setting}) gets {one.what}"
        if one.allowed:
            yield Check("leaves this machine", "ok", f"{detail}; allowed")
        else:
            yield Check("leaves this machine", "note", f"{detail}; not before it is allowed", f"Allow it: {one.grant}")


def _weights(settings: Settings, folders: Folders) -> Check:
    shelf = inventory.embedded(settings, folders)
    if not shelf.offers:
        return Check("weights", _worst(settings, *_EMBEDDED), shelf.problem, shelf.hint)
    base = shelf.offers[0]
    tuned = "".join(f", {offer.roles[0]} by an adapter" for offer in shelf.offers[1:])
    if base.weak:
        fix = (
            "For useful programs pull a coder model of 7 B or more in Ollama and name it with --model, "
            "or add its GGUF file: gpiot models add FILE.gguf"
        )
        return Check("weights", "note", f"{base.name} is whole, and weak{tuned}", fix)
    return Check("weights", "ok", f"{base.name} is whole{tuned}")


def _memory(settings: Settings) -> Check:
    """The machine's memory against the need of the embedded model."""
    from backends.weights import find_weights

    here = machine.look()
    try:
        base = find_weights(settings.model if settings.model.endswith(".gguf") else "")
    except ModelMissing:
        return Check("memory", "ok", str(here))
    size = base.stat().st_size
    detail = f"{here}; the embedded model needs {machine.needed(size) / machine.GB:.1f} GB"
    if here.holds(size):
        return Check("memory", "ok", detail)
    fix = f"Take a smaller model: gpiot models add FILE.gguf, or gpiot models setup --base {here.proposal()}"
    return Check("memory", _worst(settings, *_EMBEDDED), detail, fix)


async def _ollama(settings: Settings) -> list[Check]:
    server = settings.model_copy(update={"model": ""}) if settings.model.endswith(".gguf") else settings
    shelf = await inventory.ollama(server)
    state, fix = _worst(settings, "ollama"), ""
    if state == "note":
        other = "embedded model answers instead" if settings.backend == "auto" else f"backend is {settings.backend}"
        fix = f"The {other}."
    if shelf.problem:
        return [Check("ollama", state, shelf.problem, f"{fix} {shelf.hint}".strip())]
    playing = {role: offer for offer in shelf.offers for role in offer.roles}
    roles = ", ".join(f"{role} {offer.name}" for role, offer in playing.items())
    reached = f"{await _version(settings)} at {settings.ollama_url} holds the role models: {roles}"
    return [Check("ollama", "ok", reached), _adapters(playing)]


def _adapters(playing: dict[str, Offer]) -> Check:
    """How the variants got their adapters."""
    ways = {role: offer.way for role, offer in playing.items()}
    if not any(ways.values()):
        fix = "Make a variant for each role: gpiot models setup [--adapters DIR]"
        return Check("adapters", "note", "one model of the Ollama server plays all roles", fix)
    words = {"adapter": "by ADAPTER", "merged": "merged into the base", "none": "none", "": "not known"}
    return Check("adapters", "ok", ", ".join(f"{role} {words.get(way, way)}" for role, way in ways.items()))


async def _version(settings: Settings) -> str:
    from backends.ollama_wire import Wire

    wire = Wire(settings.ollama_url, _LOOK_SECONDS)
    try:
        return f"Ollama {(await wire.get('/api/version')).get('version', '')}".strip()
    except BackendError:
        return "Ollama"
    finally:
        await wire.close()


async def _openai(settings: Settings) -> list[Check]:
    """The OpenAI-compatible server, where the settings speak of one; another machine hears nothing before it is allowed."""
    if settings.backend != "openai" and settings.openai_url == Settings().openai_url:
        return []
    try:
        there = [one for one in destinations(settings, "openai", library=False) if not one.allowed]
        if there:
            return [Check("openai", "note", f"{there[0].address} was not asked: it is not allowed yet", there[0].grant)]
        server = await _looked(settings)
    except GpiotError as error:
        return [Check("openai", _worst(settings, "openai"), error.message, error.hint)]
    roles = ", ".join(f"{role} {server.players[role].info.name}" for role in ROLES)
    kind = {"llama.cpp": "llama.cpp", "vllm": "vLLM", "other": "an OpenAI-compatible server"}[server.kind]
    context = f"context {server.context}" if server.context else f"context not told, {settings.openai_num_ctx} assumed"
    return [Check("openai", "ok", f"{kind} at {settings.openai_url} ({context}): {roles}")]


async def _looked(settings: Settings) -> Server:
    wire = OpenAIWire(settings.openai_url, settings.openai_api_key.get_secret_value(), settings.timeout)
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            return await look(wire, settings)
    except TimeoutError as error:
        raise BackendTimeout(f"{wire.named} did not answer within {_LOOK_SECONDS:g} s.", wire.start) from error
    finally:
        await wire.close()


async def _index(settings: Settings, folders: Folders) -> Check:
    from retrieval.embedders import index_folder, open_index

    try:
        elsewhere = [one for one in destinations(settings, model=False) if not one.allowed]
        if settings.index == "server" and elsewhere:
            return Check(
                "index", "note", f"{elsewhere[0].address} was not asked: it is not allowed yet", elsewhere[0].grant
            )
        if settings.index == "edge" and not index_folder(folders).is_dir():
            return Check("index", "ok", "nothing is ingested yet: gpiot ingest FOLDER")
        index = open_index(settings, folders, None)
        try:
            papers = await index.papers()
            lacking = bool(await index.without_vectors(1))
        finally:
            await index.close()
    except IndexInUse as error:
        return Check("index", "note", error.message, error.hint)
    except GpiotError as error:
        return Check("index", "problem", error.message, error.hint)
    detail = f"{len(papers)} papers, {sum(papers.values())} passages in {_place(settings, folders)}"
    if lacking and settings.embedder != "none":
        return Check(
            "index", "note", f"{detail}; some lack vectors", "Make them: gpiot ingest FOLDER, or gpiot index rebuild"
        )
    return Check("index", "ok", detail)


def _place(settings: Settings, folders: Folders) -> Path | str:
    from retrieval.embedders import index_folder

    return settings.qdrant_url if settings.index == "server" else index_folder(folders)


def _embedder(settings: Settings) -> Check:
    from importlib.util import find_spec

    from retrieval.weights import INSTALL_HINT, NAME, PACKAGE

    if settings.embedder != "minilm":
        return Check("embedder", "ok", settings.embedder)
    if find_spec(PACKAGE):
        return Check("embedder", "ok", f"{NAME} is installed")
    return Check("embedder", "note", f"The weights of {NAME} are not installed.", INSTALL_HINT)


def _worst(settings: Settings, *backends: str) -> Literal["note", "problem"]:
    """A fault of what answers stops a turn; of anything else it is good to know."""
    return "problem" if settings.backend in backends else "note"
