"""What leaves this machine: which addresses of the settings are elsewhere, and what each of them gets.

Nothing is sent to such an address before a person has allowed it. Here is the decision; asking is the agent's work.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.errors import SettingsError

if TYPE_CHECKING:
    from core.settings import Settings

PROMPTS = "your problem, samples of its data, passages of your papers, and the programs written so far"
PASSAGES = "the passages of all ingested papers, and the questions that search them"
TEXTS = "the text of all ingested papers to make vectors of, and the questions that search them"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that is not this machine.

    address: scheme, host and port
    setting: the one that names it
    gets: what is sent there
    allowed: the setting ``allow`` holds it
    wanted: what ``allow`` holds when this is allowed as well
    """

    address: str
    setting: str
    gets: tuple[str, ...]
    allowed: bool
    wanted: tuple[str, ...]

    @property
    def what(self) -> str:
        """Everything that is sent there, in words."""
        return "; ".join(self.gets)

    @property
    def grant(self) -> str:
        """The command that allows it."""
        return f"gpiot config set allow '{' '.join(self.wanted)}'"


def elsewhere(url: str) -> bool:
    """Whether this URL leads off this machine; what cannot be read as a loopback address does."""
    if "://" not in url and url.startswith(":"):
        return False
    host = (_parts(url)[1]).lower()
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host != "localhost"
    # A server bound to every address is reached on this machine by the same name.
    return not (number.is_loopback or number.is_unspecified)


def address_of(url: str) -> str:
    """Scheme, host and port of a URL, without name, key and path; raises SettingsError where it has none."""
    scheme, host, port = _parts(url)
    if scheme not in _PORTS or not host:
        raise SettingsError(f"{url!r} is no address of a server.", "Give one like http://box:8080.")
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port or _PORTS[scheme]}"


def destinations(
    settings: Settings, backend: str = "", *, model: bool = True, library: bool = True
) -> tuple[Destination, ...]:
    """Every address elsewhere to which these settings send anything.

    backend: the one that answers, where it is not the one of the settings; of ``auto`` it is Ollama, when it answers
    model, library: whether prompts, and whether passages and searches, are asked about
    """
    sent = [*(_prompts(backend or settings.backend) if model else ()), *(_library(settings) if library else ())]
    allowed = [address_of(url) for url in settings.allow]
    gets: dict[str, list[str]] = {}
    named: dict[str, str] = {}
    for setting, what in sent:
        if elsewhere(url := getattr(settings, setting)):
            gets.setdefault(address_of(url), []).append(what)
            named.setdefault(address_of(url), setting)
    return tuple(
        Destination(one, named[one], tuple(what), one in allowed, tuple(dict.fromkeys((*allowed, one))))
        for one, what in gets.items()
    )


def _prompts(backend: str) -> Iterator[tuple[str, str]]:
    urls = {"auto": "ollama_url", "ollama": "ollama_url", "openai": "openai_url"}
    if backend in urls:
        yield urls[backend], PROMPTS


def _library(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.index == "server":
        yield "qdrant_url", PASSAGES
    if settings.embedder.startswith("ollama:"):
        yield "ollama_url", TEXTS


def _parts(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        return "", "", None
