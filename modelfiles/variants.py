"""The three variants of a base on an Ollama server: named by all that makes them, made once, and looked at afterwards.

An adapter gets there in one of three ways, and the server is asked which: ADAPTER, a merged file, or none.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from core.disk import storing
from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, ModelMissing
from core.roles import ROLES, Role
from modelfiles import lora, merging, rendering
from modelfiles.server import OnProgress, Server, Shown, create, listed, remove, shown, upload

Way = Literal["adapter", "merged", "none"]
Wish = Literal["auto", "adapter", "merged"]


@dataclass(frozen=True, slots=True)
class Source:
    """The base that the variants are made of.

    label: what it is called in their names
    digest: of its manifest on the server
    file: its GGUF file on this machine; None where it is out of reach
    """

    label: str
    digest: str
    model: Shown
    file: Path | None


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the three, as it stands on the server.

    adapter: the path it came from; empty without one
    made: False where it was there already
    refused: why the server does not take adapters, in its own words
    merged: how exact each merged tensor is
    """

    role: str
    name: str
    way: Way
    adapter: str = ""
    made: bool = False
    refused: str = ""
    merged: tuple[merging.Merged, ...] = ()


@dataclass(slots=True)
class Workshop:
    """Makes the variants of one base.

    context: tokens of context that the server shall give them
    folder: where files are kept while they are made
    """

    server: Server
    source: Source
    context: int
    folder: Path
    wish: Wish
    say: OnProgress
    _held: frozenset[str] = field(default_factory=frozenset)

    async def make(self, adapters: Mapping[str, Path]) -> tuple[Variant, ...]:
        """All three; one that is there already stays. Every adapter is checked before the first is made.

        Raises ModelMissing where an adapter does not fit, BackendError where the server refuses.
        """
        loras = {}
        for role, path in adapters.items():
            loras[role] = await asyncio.to_thread(lora.read, path, self.source.model.base())
        self._held = frozenset(await listed(self.server))
        return tuple([await self._variant(role, loras.get(role.name)) for role in ROLES.values()])

    async def _variant(self, role: Role, adapter: lora.Lora | None) -> Variant:
        digest = rendering.digest(role, self.source.digest, adapter.digest() if adapter else "", self.context)
        name = rendering.variant(role, self.source.label, digest)
        came_from = str(adapter.source) if adapter else ""
        if name in self._held and self._will_do(way := way_of(await shown(self.server, name)), adapter):
            return Variant(role.name, name, way, came_from)
        if adapter is None:
            await self._create(role, name, {"from": self.source.model.name}, _is_plain)
            return Variant(role.name, name, "none", made=True)
        return await self._adapted(role, name, adapter)

    def _will_do(self, way: Way, adapter: lora.Lora | None) -> bool:
        if adapter is None or way == "none":
            return adapter is None and way == "none"
        return self.wish in ("auto", way)

    async def _adapted(self, role: Role, name: str, adapter: lora.Lora) -> Variant:
        refused = ""
        if self.wish != "merged":
            try:
                await self._with_file(lambda folder: self._by_adapter(role, name, adapter, folder))
            except (BackendUnreachable, BackendTimeout):
                raise
            except BackendError as error:
                if self.wish == "adapter":
                    raise
                refused = error.message
            else:
                return Variant(role.name, name, "adapter", str(adapter.source), made=True)
        report = await self._with_file(lambda folder: self._by_merging(role, name, adapter, folder))
        return Variant(role.name, name, "merged", str(adapter.source), True, refused, report)

    async def _by_adapter(self, role: Role, name: str, adapter: lora.Lora, folder: Path) -> tuple[merging.Merged, ...]:
        file = folder / "adapter.gguf"
        await asyncio.to_thread(lora.write, adapter, file)
        blob = await upload(self.server, file)
        body = {"from": self.source.model.name, "adapters": {file.name: blob}}
        await self._create(role, name, body, lambda made: _ends_with(made.adapters, blob))
        return ()

    async def _by_merging(self, role: Role, name: str, adapter: lora.Lora, folder: Path) -> tuple[merging.Merged, ...]:
        marks = {merging.ADAPTER_KEY: adapter.digest(), merging.BASE_KEY: self.source.digest}
        file = folder / "merged.gguf"
        self.say(f"{name}: merging {adapter.source.name}", 0, 0)
        report = await asyncio.to_thread(merging.merge, self._base_file(), adapter, file, marks)
        self.say(f"{name}: sending the merged file", 0, file.stat().st_size)
        blob = await upload(self.server, file)
        base = self.source.model
        parameters = {key: value for key, value in base.parameters.items() if key != "num_ctx"}
        body = {"files": {"merged.gguf": blob}, **base.more, "parameters": parameters}
        await self._create(role, name, body, lambda made: _ends_with(made.files, blob))
        return report

    async def _create(self, role: Role, name: str, body: Mapping[str, Any], right: Callable[[Shown], bool]) -> None:
        """Make a variant, and look whether it is what was asked for: a server may ignore what it does not know."""
        own = rendering.parameters(role, self.context, self.source.model.parameters.get("stop", ()))
        asked = {**body, "system": role.system, "parameters": {**body.get("parameters", {}), **own}}
        await create(self.server, name, asked, self.say)
        made = await shown(self.server, name)
        if not right(made) or made.system != role.system or made.parameters.get("num_ctx") != own["num_ctx"]:
            await remove(self.server, name)
            raise BadAnswer(
                f"The Ollama server at {self.server.url} made {name}, but not as it was asked for.",
                "Look at its version and its log; `gpiot models show` prints what was meant.",
            )

    async def _with_file(
        self, work: Callable[[Path], Coroutine[Any, Any, tuple[merging.Merged, ...]]]
    ) -> tuple[merging.Merged, ...]:
        with storing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            folder = tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True)
        with folder:
            return await work(Path(folder.name))

    def _base_file(self) -> Path:
        if self.source.file is None:
            raise ModelMissing(
                f"The Ollama server at {self.server.url} takes no adapters, and its file of {self.source.model.name} "
                "cannot be read from here to merge them.",
                "Give the base as a GGUF file (--base FILE.gguf), or run this where the server's models are readable.",
            )
        return self.source.file


def way_of(model: Shown) -> Way:
    """The way in which a variant got its adapter."""
    if model.adapters:
        return "adapter"
    return "merged" if merging.ADAPTER_KEY in model.info else "none"


def file_of(model: Shown) -> Path | None:
    """The one GGUF file of a model, where the server keeps it on this machine."""
    path = Path(model.files[0]) if len(model.files) == 1 else None
    return path if path is not None and path.is_absolute() and path.is_file() else None


def _is_plain(made: Shown) -> bool:
    return not made.adapters


def _ends_with(files: tuple[str, ...], blob: str) -> bool:
    return len(files) == 1 and files[0].endswith(blob.replace(":", "-"))
