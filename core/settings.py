"""The settings: one class, read once at the entry point from defaults, ``config.toml`` and the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from core.errors import SettingsError
from core.leaving import address_of
from core.spelling import meant

BackendName = Literal["auto", "embedded", "ollama", "openai", "scripted"]

# Variables of ours that are no settings: where everything is kept, and what the project's own tests are told.
_OTHER_VARIABLES = re.compile(r"GPIOT_(HOME|TOOLS|TEST_\w+)")

_MEND = "`gpiot config` shows every setting once what is wrong is corrected or taken out."


@dataclass(frozen=True, slots=True)
class Folders:
    """Where everything is kept: below ``GPIOT_HOME`` when it is set, otherwise by the XDG rules."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Folders:
        """The four folders for this environment."""
        if home := environ.get("GPIOT_HOME"):
            root = Path(home).expanduser().absolute()
            return cls(root / "config", root / "data", root / "state", root / "cache")
        user = Path(environ.get("HOME") or Path.home())
        xdg = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state", "CACHE": ".cache"}
        given = {k: environ.get(f"XDG_{k}_HOME", "") for k in xdg}
        # A relative path is invalid by the XDG rules and ignored: it would move with the working folder.
        return cls(*(Path(given[k] if given[k].startswith("/") else user / v) / "gpiot" for k, v in xdg.items()))

    @property
    def config_file(self) -> Path:
        """The file that a person edits."""
        return self.config / "config.toml"


class Settings(BaseModel):
    """Every setting with its meaning; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    backend: BackendName = "auto"
    """Which model server answers; auto takes Ollama when it answers and holds the role models, else the embedded model."""

    model: str = ""
    """Model for all three roles: a name on the model server, or a GGUF file for the embedded backend; empty for the default."""

    seed: int = Field(default=1, ge=0, lt=2**31)
    """Seed of every answer; the same seed, model and problem ask for the same text again."""

    parallel: int = Field(default=8, ge=1, le=64)
    """Requests of one stage that are sent together."""

    threads: int = Field(default=0, ge=0)
    """Processor threads of the embedded model; 0 takes all physical cores."""

    gpu_layers: int = Field(default=-1, ge=-1)
    """Layers of the embedded model on a GPU; -1 leaves the choice to llama.cpp."""

    tdslm_adapter: str = ""
    """GGUF LoRA adapter of TDSLM for the embedded backend."""

    cgslm_adapter: str = ""
    """GGUF LoRA adapter of CGSLM for the embedded backend."""

    plan_review: bool = True
    """Whether the chat waits for a new plan to be accepted before anything else runs."""

    plan_format: Literal["json", "text"] = "json"
    """How TDSLM writes its plan: JSON under a schema, or the paper's numbered steps separated by a blank line."""

    ollama_url: str = "http://127.0.0.1:11434"
    """Address of the Ollama server; OLLAMA_HOST sets it as well."""

    ollama_keep_alive: str = "10m"
    """How long Ollama keeps a model loaded after its last answer."""

    ollama_num_ctx: int = Field(default=8192, ge=1024)
    """Context length that every request to Ollama asks for; one value, since a changed one reloads the model."""

    openai_url: str = "http://127.0.0.1:8080/v1"
    """Address of the OpenAI-compatible server (vLLM, llama.cpp and others), up to and with its /v1."""

    openai_api_key: SecretStr = SecretStr("")
    """Key of the OpenAI-compatible server; never shown."""

    openai_num_ctx: int = Field(default=8192, ge=1024)
    """Tokens that prompt and answer share on an OpenAI-compatible server that does not tell them; vLLM and llama.cpp do."""

    tdslm_model: str = ""
    """What plays TDSLM on the OpenAI-compatible server: a model, or an adapter of llama.cpp; empty for gpiot-tdslm, else the base."""

    rtslm_model: str = ""
    """The same for RTSLM."""

    cgslm_model: str = ""
    """The same for CGSLM."""

    allow: tuple[str, ...] = ()
    """Addresses of other machines that may get prompts and passages, such as http://box:8080; what goes where: `gpiot doctor`."""

    index: Literal["edge", "server"] = "edge"
    """Where passages are kept: edge (Qdrant in this process, below the data folder) or server (a Qdrant server or cluster)."""

    qdrant_url: str = "http://127.0.0.1:6333"
    """Address of the Qdrant server."""

    qdrant_api_key: SecretStr = SecretStr("")
    """Key of the Qdrant server; never shown."""

    shards: int = Field(default=1, ge=1)
    """Shards of the index on a Qdrant cluster; taken when the index is created."""

    replicas: int = Field(default=1, ge=1)
    """Copies of each shard on a Qdrant cluster; taken when the index is created."""

    embedder: str = Field(default="minilm", pattern=r"^(minilm|none|ollama:.+)$")
    """What makes dense vectors: minilm (in this process), ollama:MODEL (an embedding model on the Ollama server) or none (words only)."""

    timeout: float = Field(default=300, gt=0)
    """Seconds without a word from a model server after which a request is given up."""

    examples: bool = True
    """Whether the nearest plans and methods of the library stand in prompts as worked examples."""

    take_over: Literal["auto", "ask", "always", "never"] = "auto"
    """Whether tested plans and methods of the library are taken over as they are where they fit: always, only after the person
    has said so (ask), never; auto takes them for a weak model and asks otherwise."""

    run: Literal["ask", "always", "never"] = "ask"
    """Whether programs that a model wrote are run: after the person has said yes, whenever a command does, or never."""

    data: str = ""
    """File or folder with the person's recordings; a session keeps the one that it began with."""

    runtime_python: str = ""
    """Python that runs the programs; empty for the environment that `gpiot runtime install` makes."""

    run_seconds: float = Field(default=120, gt=0)
    """Wall and processor time after which a run is ended."""

    run_memory: int = Field(default=2048, ge=64)
    """Memory in MB of all processes of a run together."""

    repairs: int = Field(default=2, ge=0, le=10)
    """How often a program that failed is repaired and run again, at most, where no other number is asked for."""

    script: str = ""
    """JSON file with the answers that the scripted backend plays."""

    @field_validator("allow", mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """In a variable or on the command line they stand beside each other, separated by spaces or commas."""
        return tuple(filter(None, re.split(r"[\s,]+", value))) if isinstance(value, str) else value

    @field_validator("allow")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(address_of(one) for one in value)
        except SettingsError as error:
            raise ValueError(f"{error.message.rstrip('.')}; {error.hint.rstrip('.')}") from error

    @field_validator("openai_url")
    @classmethod
    def _without_a_key(cls, value: str) -> str:
        if "@" in urlsplit(value).netloc:
            raise ValueError("holds a name or a key; that belongs into openai_api_key")
        return value


def load_settings(folders: Folders, environ: Mapping[str, str], given: Mapping[str, Any] | None = None) -> Settings:
    """Merge defaults, ``config.toml``, ``GPIOT_*`` variables and the command's own options, the later ones winning.

    Raises SettingsError naming the place, the key and what is allowed.
    """
    sources = [
        (str(folders.config_file), from_file(folders.config_file)),
        ("the environment", _from_environment(environ)),
        ("the command line", {k: v for k, v in (given or {}).items() if v is not None}),
    ]
    merged: dict[str, Any] = {}
    for where, values in sources:
        validated(values, where)
        merged |= values
    return Settings(**merged)


def changed(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """These settings with other values; raises SettingsError."""
    validated(values, "the chat")
    return settings.model_copy(update=dict(values))


def validated(values: Mapping[str, Any], where: str) -> Settings:
    """The defaults with these values; raises SettingsError naming where they come from, the key and what is allowed."""
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise _unknown(key, where, Settings.model_fields) from error
        reason = first["msg"].removeprefix("Value error, ").lower()
        raise SettingsError(f"{where}: {key}: {reason}.", _MEND) from error


def _unknown(key: str, where: str, known: Iterable[str], before: str = "") -> SettingsError:
    near = meant(key, known, most=1, before=before)
    return SettingsError(f"{where}: {before}{key}: is not a setting.", f"{near} {_MEND}".strip())


def from_file(path: Path) -> dict[str, Any]:
    """What is written in a ``config.toml``, nothing where there is none; raises SettingsError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}.", "Correct the file or remove it.") from error
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.", "Make the file readable.") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if host := environ.get("OLLAMA_HOST"):
        found["ollama_url"] = _ollama_url(host)
    known = {key.upper(): key for key in Settings.model_fields}
    for name, value in environ.items():
        bare = name.removeprefix("GPIOT_")
        if bare in known and bare != name:
            found[known[bare]] = value
        elif bare != name and not _OTHER_VARIABLES.fullmatch(name):
            raise _unknown(bare, "the environment", known, "GPIOT_")
    return found


def _ollama_url(host: str) -> str:
    """The address as Ollama reads OLLAMA_HOST: scheme, host and port may each be missing."""
    host = host.strip().strip("'\"").rstrip("/")
    if "://" in host:
        return host
    name, port = host.rsplit(":", 1) if re.search(r":\d*$", host) else (host, "")
    return f"http://{name or '127.0.0.1'}:{port or '11434'}"


def environment() -> Mapping[str, str]:
    """The environment of this process."""
    return os.environ
