"""What an OpenAI-compatible server is, what it serves, and which model or adapter plays each role."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal

from backends.openai_wire import OpenAIWire
from core.errors import ModelMissing
from core.ports import ModelInfo
from core.roles import ROLES
from core.settings import Settings

Kind = Literal["llama.cpp", "vllm", "other"]
_OWNERS: Mapping[str, Kind] = {"llamacpp": "llama.cpp", "vllm": "vllm"}
_UNITS = {"m": 1e6, "b": 1e9}


@dataclass(frozen=True, slots=True)
class Served:
    """A model of the server's list, or an adapter that a llama.cpp server has loaded.

    adapter: its number, None for a model
    derived: a LoRA module of another model
    context, parameters: 0 where the server does not say
    about: what tells it from another one of the same name
    """

    name: str
    adapter: int | None = None
    derived: bool = False
    context: int = 0
    parameters: float = 0.0
    about: str = ""

    def called(self, name: str) -> bool:
        """Whether a person means this one: by its name, its file's name without folder or suffix, or its number."""
        file = PurePath(self.name.replace("\\", "/"))
        return name in {self.name, file.name, file.stem} or (self.adapter is not None and name == str(self.adapter))


@dataclass(frozen=True, slots=True)
class Player:
    """What plays a role: a model, on llama.cpp with one of the server's adapters."""

    model: Served
    adapter: Served | None = None

    @property
    def info(self) -> ModelInfo:
        """Its name, and a digest of what the server tells: no such server tells the digest of its weights."""
        parts = [self.model, *([self.adapter] if self.adapter else [])]
        known = json.dumps([[part.name, part.about] for part in parts])
        return ModelInfo("+".join(_plain(part.name) for part in parts), hashlib.sha256(known.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Server:
    """A server and its cast.

    adapters: the numbers of all adapters that a llama.cpp server has loaded
    slots: requests that it works on at once; 0 where it does not say
    context: tokens that prompt and answer share; 0 where it does not say
    """

    kind: Kind
    players: Mapping[str, Player]
    adapters: tuple[int, ...] = ()
    slots: int = 0
    context: int = 0


async def look(wire: OpenAIWire, settings: Settings) -> Server:
    """Ask the server what it is and serves, and cast the roles; raises ModelMissing where that cannot be done."""
    listed = _listed(await wire.offered("/models"), wire)
    owners = {str(one.get("owned_by")) for one in listed}
    kind: Kind = next((kind for owner, kind in _OWNERS.items() if owner in owners), "other")
    models = [_served(one) for one in listed]
    local = kind == "llama.cpp"
    adapters = _adapters(await wire.offered(f"{wire.root}/lora-adapters")) if local else []
    props = mapping(await wire.offered(f"{wire.root}/props")) if local else {}
    cast = _Cast(wire.named, settings, models, adapters)
    players = {role: cast.player(role) for role in ROLES}
    told = [player.model.context for player in players.values() if player.model.context]
    slot = int(mapping(props.get("default_generation_settings")).get("n_ctx") or 0)
    return Server(
        kind,
        players,
        tuple(one.adapter for one in adapters if one.adapter is not None),
        int(props.get("total_slots") or 0),
        slot or min(told, default=0),
    )


@dataclass(frozen=True, slots=True)
class _Cast:
    server: str
    settings: Settings
    models: Sequence[Served]
    adapters: Sequence[Served]

    def player(self, role: str) -> Player:
        """The one that the settings name, else one that bears the role's name, else the base."""
        wanted = str(getattr(self.settings, f"{role}_model"))
        for name in [wanted] if wanted else [f"gpiot-{role}", role]:
            if adapter := _called(self.adapters, name):
                return Player(self._base(), adapter)
            if model := _called(self.models, name):
                return Player(model)
        if wanted and (self.models or self.adapters):
            raise ModelMissing(
                f"{self.server} serves no model and no adapter {wanted}, which `{role}_model` names.",
                f"It serves {self._names()}; or set `{role}_model` to ''.",
            )
        return Player(Served(wanted) if wanted else self._base())

    def _base(self) -> Served:
        wanted = self.settings.model
        if wanted and (found := _called(self.models, wanted)):
            return found
        if wanted and not self.models:
            return Served(wanted)
        if wanted:
            raise ModelMissing(
                f"{self.server} serves no model {wanted}.", f"Name one of these with --model: {self._names()}."
            )
        roles = {name for role in ROLES for name in (role, f"gpiot-{role}")}
        bases = [model for model in self.models if not model.derived and model.name not in roles]
        if len(bases) != 1:
            many = f"serves {len(bases)} models" if bases else "does not say which models it serves"
            raise ModelMissing(
                f"{self.server} {many}.", f"Name one with --model{f': {self._names()}' if bases else ''}."
            )
        return bases[0]

    def _names(self) -> str:
        names = [_plain(one.name) for one in (*self.models, *self.adapters)]
        return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _called(served: Sequence[Served], name: str) -> Served | None:
    return next((one for one in served if one.called(name)), None)


def _listed(found: Any, wire: OpenAIWire) -> list[Mapping[str, Any]]:
    """The entries of the model list; none where the server has no such list."""
    if found is None:
        return []
    listed = found.get("data") if isinstance(found, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) and "id" in one for one in listed):
        raise wire.nonsense(json.dumps(found))
    return listed


def _served(told: Mapping[str, Any]) -> Served:
    about = mapping(told.get("meta"))
    context = told.get("max_model_len") or about.get("n_ctx") or 0
    parameters = about.get("n_params") or size_of(f"{told['id']} {told.get('root') or ''}")
    kept = {key: value for key, value in about.items() if key.startswith("n_") or key in ("size", "ftype")}
    known = json.dumps([told.get("root"), told.get("parent"), kept], sort_keys=True)
    return Served(str(told["id"]), None, bool(told.get("parent")), int(context), float(parameters), known)


def mapping(found: Any) -> Mapping[str, Any]:
    """A JSON object, empty where something else stands in its place."""
    return found if isinstance(found, dict) else {}


def _adapters(found: Any) -> list[Served]:
    listed = found if isinstance(found, list) else []
    return [
        Served(str(one.get("path", "")), int(one["id"])) for one in listed if isinstance(mapping(one).get("id"), int)
    ]


def size_of(name: str) -> float:
    """How many parameters a model's name claims, as in ``Qwen2.5-Coder-7B``; 0 where it claims none."""
    found = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", name.lower().replace("_", "-"))
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _plain(name: str) -> str:
    """A name for people: of a file without its folder."""
    return Path(name.replace("\\", "/")).stem if name.endswith(".gguf") else name
