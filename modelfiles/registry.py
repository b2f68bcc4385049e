"""What a registry says of a model before anything of it is downloaded: whether it exists, and how large it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import ModelMissing, UsageError

REGISTRY = "registry.ollama.ai"
_SECONDS = 5.0
_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_NAME = re.compile(
    rf"(?:(?:(?P<host>{_PART}(?::\d+)?)/)?(?P<space>{_PART})/)?(?P<model>{_PART})(?::(?P<tag>{_PART}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's name leads to."""

    host: str
    space: str
    model: str
    tag: str

    @property
    def own(self) -> bool:
        """Whether the registry is on this machine: there plain HTTP is spoken."""
        name = self.host.rpartition(":")[0] or self.host
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost"

    @property
    def manifest(self) -> str:
        """The address of the list of its files."""
        scheme = "http" if self.own else "https"
        return f"{scheme}://{self.host}/v2/{self.space}/{self.model}/manifests/{self.tag}"


def place(name: str) -> Place:
    """Where a name leads to, read as Ollama reads it; raises UsageError where it is no model's name."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise UsageError(f"{name!r} is no name of a model.", "Give one like qwen2.5-coder:7b, or a GGUF file.")
    return Place(match["host"] or REGISTRY, match["space"] or "library", match["model"], match["tag"] or "latest")


async def size(name: str) -> int:
    """Bytes of all files of a model; 0 where the registry cannot be asked from here.

    Raises ModelMissing where the registry does not know the name.
    """
    import httpx

    there = place(name)
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=True, trust_env=not there.own) as client:
            answer = await client.get(there.manifest)
    except httpx.HTTPError:
        return 0
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise unknown(name)
    return _bytes(answer) if answer.is_success else 0


def unknown(name: str) -> ModelMissing:
    """The error for a name that the registry does not know."""
    return ModelMissing(
        f"There is no model {name} at {place(name).host}.", "Look at the spelling, or leave out --base for a proposal."
    )


def _bytes(answer: Any) -> int:
    try:
        told = answer.json()
    except ValueError:
        return 0
    layers = told.get("layers") if isinstance(told, Mapping) else None
    sizes = [layer.get("size") for layer in layers or () if isinstance(layer, Mapping)]
    return sum(size for size in sizes if isinstance(size, int))
