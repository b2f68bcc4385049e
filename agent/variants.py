"""The variants of the three roles on the Ollama server: proposed, made, listed, shown and removed."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backends import ollama_catalogue, weights
from backends.embedded import DIGESTS
from backends.ollama_wire import Wire
from core.errors import ModelMissing, UsageError
from core.roles import ROLES, Role
from core.settings import Folders, Settings
from modelfiles import lora, machine, registry, rendering, server
from modelfiles.machine import Machine
from modelfiles.server import OnProgress
from modelfiles.variants import Source, Variant, Way, Wish, Workshop, file_of, way_of

BASE = f"{rendering.PREFIX}base"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A base that fits, and whether the server holds it already."""

    base: str
    held: bool
    size: int
    machine: str


@dataclass(frozen=True, slots=True)
class Setup:
    """What was set up; ``changed`` is False where everything was there already."""

    url: str
    base: str
    digest: str
    machine: str
    context: int
    variants: tuple[Variant, ...]
    pulled: bool
    changed: bool

    def json(self) -> dict[str, Any]:
        """All of it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """A variant that stands on the server.

    plays: whether it answers its role where no other model is named
    """

    role: str
    name: str
    digest: str
    way: Way
    size: int
    plays: bool


async def propose(settings: Settings) -> Proposal:
    """The base for this machine: a coder model that the server holds and that fits, else the strongest that would."""
    async with connected(settings) as wire:
        here, held = _machine(wire.url), await server.listed(wire)
    known = [name for name, size in machine.PROPOSALS if name in held and here.holds(size)]
    base = known[0] if known else here.proposal()
    return Proposal(base, base in held, dict(machine.PROPOSALS)[base], str(here))


async def setup(
    settings: Settings,
    folders: Folders,
    base: str,
    adapters: Path | None,
    say: OnProgress,
    wish: Wish = "auto",
) -> Setup:
    """Make the three variants of a base, which is pulled or uploaded where the server lacks it; then they answer.

    base: a model's name, or the path of a GGUF file
    Raises UsageError, ModelMissing or BackendError before anything is downloaded where the base cannot be had.
    """
    found = lora.find(adapters) if adapters else {}
    async with connected(settings) as wire:
        here = _machine(wire.url)
        before = await server.listed(wire)
        source = await _source(wire, base, folders, here, say)
        workshop = Workshop(wire, source, settings.ollama_num_ctx, folders.cache / "modelfiles", wish, say)
        variants = await workshop.make(found)
        touched = await _let_answer(wire, variants)
        pulled = source.model.name not in before
    changed = pulled or touched or any(variant.made for variant in variants)
    return Setup(wire.url, source.model.name, source.digest, str(here), workshop.context, variants, pulled, changed)


async def standing(settings: Settings) -> list[Standing]:
    """Every variant on the server, the roles in their order."""
    async with connected(settings) as wire:
        held = await server.listed(wire)
        playing = await _playing(wire)
        found = []
        for role in ROLES:
            for name in sorted(name for name in held if name.startswith(f"{rendering.PREFIX}{role}:")):
                way = way_of(await server.shown(wire, name))
                entry = held[name]
                found.append(Standing(role, name, entry.digest, way, entry.size, playing.get(role) == name))
        return found


async def show(settings: Settings, role: Role, base: str = "") -> str:
    """The Modelfile of a role: the one that stands on the server, else as it would be made on ``base``."""
    from core.errors import BackendError

    if not base:
        try:
            async with connected(settings) as wire:
                if name := (await _playing(wire)).get(role.name):
                    return (await server.shown(wire, name)).modelfile
        except BackendError:
            pass
    return rendering.render(role, base or machine.look().proposal(), context=settings.ollama_num_ctx)


async def remove(settings: Settings, names: tuple[str, ...]) -> list[str]:
    """Remove variants by name, or all that were made here and the bases that were uploaded for them.

    Raises UsageError for a name that is none of ours, before anything is removed.
    """
    async with connected(settings) as wire:
        ours = [name for name in await server.listed(wire) if name.startswith(rendering.PREFIX)]
        if foreign := [name for name in names if name not in ours]:
            raise UsageError(f"{foreign[0]} is no variant of this program.", "`gpiot models list` names them.")
        gone = list(names) or ours
        for name in gone:
            await server.remove(wire, name)
        return gone


async def _source(wire: Wire, base: str, folders: Folders, here: Machine, say: OnProgress) -> Source:
    if base.endswith(".gguf"):
        return await _uploaded(wire, base, folders, here, say)
    if base.startswith(rendering.PREFIX) and not base.startswith(f"{BASE}:"):
        raise UsageError(f"{base} is a variant, and no base.", "Name the model that it was made of.")
    tag = registry.place(base).tag
    name = base if base.endswith(f":{tag}") else f"{base}:{tag}"
    held = await server.listed(wire)
    if name not in held:
        await _pulled(wire, name, here, say)
        held = await server.listed(wire)
    machine.refuse_larger(name, held[name].size, here)
    model = await server.shown(wire, name)
    return Source(base, held[name].digest, model, file_of(model))


async def _pulled(wire: Wire, name: str, here: Machine, say: OnProgress) -> None:
    size = await registry.size(name)
    machine.refuse_larger(name, size, here)
    say(f"pulling {name}", 0, size)
    await server.pull(wire, name, here, say)


async def _uploaded(wire: Wire, base: str, folders: Folders, here: Machine, say: OnProgress) -> Source:
    """A GGUF file as a model of the server, under a name of ours."""
    path, size = await asyncio.to_thread(_checked_file, base)
    machine.refuse_larger(base, size, here)
    digest = await asyncio.to_thread(weights.digest, path, folders.cache / DIGESTS)
    name = f"{BASE}:{rendering.label(path.stem)}-{digest[:12]}"
    if name not in await server.listed(wire):
        say(f"sending {path.name}", 0, size)
        await server.create(wire, name, {"files": {"base.gguf": await server.upload(wire, path)}}, say)
    held = await server.listed(wire)
    return Source(path.stem, held[name].digest, await server.shown(wire, name), path)


def _checked_file(base: str) -> tuple[Path, int]:
    """The base's file and its size; raises ModelMissing where it is no whole GGUF file."""
    path = Path(base).expanduser()
    if not path.is_file():
        raise ModelMissing(f"The base {path} is not there.", "Give the path of a GGUF file, or a model's name.")
    weights.read_header(path)
    return path, path.stat().st_size


async def _let_answer(wire: Wire, variants: tuple[Variant, ...]) -> bool:
    """Make the variants the newest of their roles, which answer; True where others were newer."""
    playing = await _playing(wire)
    older = any(playing.get(variant.role) != variant.name for variant in variants)
    for variant in variants if older else ():
        await server.renew(wire, variant.name)
    return older


async def _playing(wire: Wire) -> dict[str, str]:
    """The name of the variant that answers each role; empty where one of them has none."""
    models = await ollama_catalogue.held(wire)
    try:
        return {role: model.name for role, model in ollama_catalogue.cast(wire.url, models, "").items()}
    except ModelMissing:
        return {}


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Wire]:
    """A connection to the Ollama server of the settings; closed at the end."""
    wire = Wire(settings.ollama_url, settings.timeout)
    try:
        yield wire
    finally:
        await wire.close()


def _machine(url: str) -> Machine:
    """The machine of the server; nothing is known of another one than this."""
    host = urlsplit(url).hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return machine.look() if here else Machine(0, 0)
