"""Which models an Ollama server holds, which of them play the three roles, and what each can do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backends.ollama_wire import Wire
from core.errors import ModelMissing
from core.roles import ROLES

if TYPE_CHECKING:
    import ollama

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_VARIANT = re.compile(rf"gpiot-(?P<role>{'|'.join(ROLES)})(?::(?P<base>.+?)(?:-[0-9a-f]{{12}})?)?")
_UNITS = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


@dataclass(frozen=True, slots=True)
class Listed:
    """A model that the server holds."""

    name: str
    digest: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Player:
    """The model that plays a role.

    weights: base and adapters, as the server names their files
    parameters: how many, 0 when the server does not say
    context: tokens that the model was trained for, 0 when the server does not say
    stops: where its own Modelfile ends an answer; a request that names stops of its own replaces them
    """

    name: str
    digest: str
    weights: tuple[str, ...]
    parameters: float
    context: int
    thinks: bool
    stops: tuple[str, ...]


async def held(wire: Wire) -> list[Listed]:
    """Every model of the server."""
    async with wire.client() as client:
        answer = await client.list()
    return [Listed(entry.model or "", entry.digest or "", entry.modified_at or _LONG_AGO) for entry in answer.models]


def cast(url: str, models: Sequence[Listed], wanted: str) -> dict[str, Listed]:
    """The model of each role, by the role's name.

    That is ``wanted`` for all three where it is given, else the newest ``gpiot-<role>`` (of one base where there is a
    whole set). Raises ModelMissing.
    """
    if wanted:
        found = next((model for model in models if model.name in (wanted, f"{wanted}:latest")), None)
        if found is None:
            raise ModelMissing(
                f"The Ollama server at {url} has no model {wanted}.", f"Get it with `ollama pull {wanted}`."
            )
        return dict.fromkeys(ROLES, found)
    chosen = _variants(models)
    missing = [f"gpiot-{role}" for role in ROLES if role not in chosen]
    if missing:
        lack = "holds none of" if len(missing) == len(ROLES) else "does not hold"
        others = ", ".join(model.name for model in models[:5])
        raise ModelMissing(
            f"The Ollama server at {url} {lack} {', '.join(missing)}.",
            "Make them with `gpiot models setup`, or give one of its models for all roles with --model NAME"
            f"{f' (it has {others})' if others else ''}.",
        )
    return chosen


def _variants(models: Sequence[Listed]) -> dict[str, Listed]:
    """The newest variant of each role; of one base where a base has all three."""
    sets: dict[str, dict[str, Listed]] = {}
    for model in sorted(models, key=lambda model: model.modified):
        if match := _VARIANT.fullmatch(model.name):
            for base in {match["base"] or "", ""}:
                sets.setdefault(base, {})[match["role"]] = model
    whole = [found for base, found in sets.items() if base and len(found) == len(ROLES)]
    # The set whose last member to be made is the youngest of all is the one that was asked for last.
    return max(whole, key=_completed, default=sets.get("", {}))


def _completed(found: Mapping[str, Listed]) -> datetime:
    return min(model.modified for model in found.values())


async def player(wire: Wire, model: Listed) -> Player:
    """What the server says of this model."""
    async with wire.client() as client:
        shown = await client.show(model.name)
    info = shown.modelinfo or {}
    return Player(
        name=model.name,
        digest=model.digest,
        weights=tuple(re.findall(r"^(?:FROM|ADAPTER) +(.+)$", shown.modelfile or "", re.MULTILINE)),
        parameters=_parameters(shown, info),
        context=int(info.get(f"{info.get('general.architecture', '')}.context_length") or 0),
        thinks="thinking" in (shown.capabilities or ()),
        stops=_stops(shown.parameters or ""),
    )


def _parameters(shown: ollama.ShowResponse, info: Mapping[str, object]) -> float:
    count = info.get("general.parameter_count")
    if isinstance(count, int | float) and count > 0:
        return float(count)
    size = (shown.details.parameter_size if shown.details else None) or ""
    parts = re.fullmatch(r"([0-9.]+)([KMBT])", size)
    return float(parts[1]) * _UNITS[parts[2]] if parts else 0.0


def _stops(parameters: str) -> tuple[str, ...]:
    found = re.findall(r"^stop\s+(.+?)\s*$", parameters, re.MULTILINE)
    return tuple(_unquoted(stop) for stop in found)


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text.strip('"')
